//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The candle files of one symbol.
struct SymbolFiles: Sendable {
    /// The summary of a symbol's newest candles.
    struct Summary: Sendable {
        /// The files.
        let files: SymbolFiles
        /// The last price.
        let lastClose: Double
        /// The volume of the last 24 hours in the quote currency.
        let quoteVolume: Double
        /// The end of the last candle, in milliseconds since 1970.
        let end: Int64

        /// Makes the listing of the symbol; the volume is 0 where the quote currency has no known price in dollars.
        func listing(dollarPrices: [String: Double]) -> Listing {
            let quote = files.currencies?.quote ?? ""
            let price = QuoteCurrency.isDollar(quote) ? 1 : dollarPrices[quote] ?? 0
            let volume = quoteVolume * price
            return Listing(symbol: files.name, exchange: "binance", volume24hUSD: volume.isFinite ? volume : 0)
        }
    }

    /// Base and quote currency, such as `BTC-USDT`, or the unchanged symbol when it cannot be split.
    let name: String
    /// Base and quote currency, if the symbol can be split.
    let currencies: (base: String, quote: String)?
    /// The files by the length of their candles, each list in order of the periods in their names.
    private let files: [Int64: [KlineFile]]

    /// Groups the files of a symbol.
    init(symbol: String, files: [KlineFile]) {
        currencies = QuoteCurrency.split(symbol)
        name = currencies.map { "\($0.base)-\($0.quote)" } ?? symbol
        self.files = Dictionary(grouping: files, by: \.step).mapValues { files in
            files.sorted { ($0.period.lowerBound, $0.period.upperBound) < ($1.period.lowerBound, $1.period.upperBound) }
        }
    }

    /// Summarizes the newest candles; `nil` when there are none.
    func summary() throws(MarketDataError) -> Summary? {
        var newest: (end: Int64, step: Int64)?
        for (step, files) in files {
            for file in files.reversed() {
                guard let last = try file.lastOpenMilliseconds() else { continue }
                // Of candles that end together, the longest take the least reading.
                if newest.map({ ($0.end, $0.step) < (last + step, step) }) ?? true { newest = (last + step, step) }
                break
            }
        }
        guard let newest else { return nil }
        var volume = 0.0
        var close = 0.0
        let day: Int64 = 86_400_000
        try read(newest.step, (newest.end - day)...(newest.end - newest.step)) { kline in
            volume += kline.quoteVolume
            close = kline.candle.close
        }
        return Summary(files: self, lastClose: close, quoteVolume: volume, end: newest.end)
    }

    /// Reads the candles of a need, the last beginning at a given time, from the longest candles that are complete.
    ///
    /// - Returns: Fewer candles when no length has all of them.
    func candles(need: CandleNeed, newest: Int64) throws(MarketDataError) -> [Candle] {
        let length = need.interval.milliseconds
        let oldest = newest - Int64(need.count - 1) * length
        var best: [Candle] = []
        for step in files.keys.sorted(by: >) where step <= length && length % step == 0 {
            var joiner = CandleJoiner(step: step, length: length)
            try read(step, oldest...(newest + length - step)) { joiner.add($0.candle) }
            if joiner.candles.count == need.count { return joiner.candles }
            if joiner.candles.count > best.count { best = joiner.candles }
        }
        return best
    }

    /// Reads all files whose period overlaps a range of times; of candles in two files, the first one counts.
    private func read(_ step: Int64, _ times: ClosedRange<Int64>, _ take: (Kline) -> Void) throws(MarketDataError) {
        var last = Int64.min
        for file in files[step] ?? [] where file.period.overlaps(times.lowerBound..<(times.upperBound + 1)) {
            try file.read(times) { kline in
                guard kline.candle.openMilliseconds > last else { return }
                last = kline.candle.openMilliseconds
                take(kline)
            }
        }
    }
}
