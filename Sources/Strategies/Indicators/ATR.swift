//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Indicators {
    /// Computes Wilder's average true range, in the unit of the prices.
    ///
    /// The true range of a candle is the largest of its own range and the distances of its high and its low from the
    /// close before. Source: J. Welles Wilder, *New Concepts in Technical Trading Systems*, 1978.
    ///
    /// - Parameters:
    ///   - highs: The highest prices.
    ///   - lows: The lowest prices, as many.
    ///   - closes: The last prices, as many.
    ///   - period: The number of true ranges in the first average.
    /// - Returns: The averages, aligned to the end.
    package static func atr(highs: [Double], lows: [Double], closes: [Double], period: Int) -> [Double] {
        let count = closes.count
        guard period > 0, count > period, highs.count == count, lows.count == count else { return [] }
        var ranges: [Double] = []
        ranges.reserveCapacity(count - 1)
        for index in 1..<count {
            let before = closes[index - 1]
            let top = highs[index] > before ? highs[index] : before
            let bottom = lows[index] < before ? lows[index] : before
            ranges.append(top - bottom)
        }
        return wilder(ranges, period: period)
    }
}
