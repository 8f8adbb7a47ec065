//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Indicators {
    /// The moving average convergence/divergence of a column.
    package struct MACD: Sendable, Hashable {
        /// The fast exponential average minus the slow one; as long as ``signal``.
        package let line: [Double]
        /// The exponential average of the line.
        package let signal: [Double]

        /// The distance of the line above its signal for the last candle.
        package var lastHistogram: Double? {
            guard let line = line.last, let signal = signal.last else { return nil }
            return line - signal
        }
    }

    /// Computes Appel's moving average convergence/divergence.
    ///
    /// Both averages begin with the same candle, the one at which the slow average is first defined, as in TA-Lib.
    /// Source: Gerald Appel, *The Moving Average Convergence-Divergence Trading Method*, 1979.
    package static func macd(_ values: [Double], fast: Int = 12, slow: Int = 26, signal: Int = 9) -> MACD {
        guard fast > 0, slow >= fast, signal > 0, values.count >= slow + signal - 1 else {
            return MACD(line: [], signal: [])
        }
        let slowAverage = ema(values, period: slow)
        let fastAverage = ema(Array(values[(slow - fast)...]), period: fast)
        var line: [Double] = []
        line.reserveCapacity(slowAverage.count)
        for index in 0..<slowAverage.count { line.append(fastAverage[index] - slowAverage[index]) }
        return MACD(line: Array(line[(signal - 1)...]), signal: ema(line, period: signal))
    }
}
