//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// A cache of a server's candles, which fetches closed candles once.
struct CandleHistory: Sendable {
    private let api: PublicAPI
    private let memory = CandleMemory(capacity: 500_000)

    /// Makes a history of an API's candles.
    init(api: PublicAPI) {
        self.api = api
    }

    /// Returns the candles of a need, as far as the server has them.
    ///
    /// - Parameters:
    ///   - symbol: The symbol in the server's form.
    ///   - need: The number and length of the candles.
    ///   - newest: The start of the last of them, in milliseconds since 1970.
    ///   - isSettled: Indicates that the last one closed so long ago that it has closed by the server's clock too.
    /// - Returns: The candles, oldest first.
    /// - Throws: ``MarketDataError``, `CancellationError`.
    func candles(of symbol: String, need: CandleNeed, newest: Int64, isSettled: Bool) async throws -> [Candle] {
        let step = need.interval.milliseconds
        let oldest = newest - Int64(need.count - 1) * step
        let key = CandleMemory.Key(symbol: symbol, interval: need.interval)
        var stretch = CandleMemory.Stretch(oldest: oldest, newest: oldest - step, candles: [])
        if let known = await memory.stretch(key), known.oldest <= oldest, known.newest >= oldest - step {
            stretch = known
        }
        if stretch.newest < newest {
            let fetched = try await fetch(symbol, need.interval, from: stretch.newest + step, through: newest)
            // Candles that the server lacked, or that may not have closed by its clock, are requested again.
            let last = fetched.last?.openMilliseconds ?? stretch.newest
            let final = fetched.filter { isSettled || $0.openMilliseconds < newest }
            stretch.newest = min(last, isSettled ? newest : newest - step)
            let candles = stretch.candles + fetched
            stretch.candles += final
            if stretch.candles.count > 2 * max(need.count, 1000) {
                stretch.candles.removeFirst(stretch.candles.count - max(need.count, 1000))
                stretch.oldest = stretch.candles[0].openMilliseconds
            }
            await memory.keep(stretch, for: key)
            return candles.filter { (oldest...newest).contains($0.openMilliseconds) }
        }
        return stretch.candles.filter { (oldest...newest).contains($0.openMilliseconds) }
    }

    /// Fetches candles in requests of a thousand, the server's limit.
    private func fetch(
        _ symbol: String,
        _ interval: CandleInterval,
        from oldest: Int64,
        through newest: Int64
    ) async throws -> [Candle] {
        var candles: [Candle] = []
        var start = oldest
        while start <= newest {
            let count = min(1000, (newest - start) / interval.milliseconds + 1)
            let end = start + count * interval.milliseconds
            let path =
                "/api/v3/klines?symbol=\(symbol)&interval=\(interval.rawValue)&startTime=\(start)&endTime=\(end - 1)"
                + "&limit=\(count)"
            switch try await api.get(path, weight: 2) {
            case .unknown: return candles
            case .body(let bytes):
                guard let rows = KlineRows.read(bytes) else { throw api.misunderstood(path) }
                for row in rows {
                    let time = row.candle.openMilliseconds
                    guard (start..<end).contains(time), time > candles.last?.openMilliseconds ?? .min else {
                        throw api.misunderstood(path)
                    }
                    candles.append(row.candle)
                }
            }
            start = end
        }
        return candles
    }
}
