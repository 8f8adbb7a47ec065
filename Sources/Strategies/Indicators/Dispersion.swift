//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Indicators {
    /// Bollinger's bands around a moving average.
    package struct BollingerBands: Sendable, Hashable {
        /// The average plus `width` standard deviations.
        package let upper: [Double]
        /// The simple moving average.
        package let middle: [Double]
        /// The average minus `width` standard deviations.
        package let lower: [Double]
    }

    /// Computes the population standard deviation of the last `period` values.
    package static func standardDeviation(_ values: [Double], period: Int) -> [Double] {
        guard period > 0, values.count >= period else { return [] }
        let divisor = Double(period)
        // The running sums are of differences from the overall mean, since squares of large prices would cancel.
        let origin = mean(values)
        var sum = 0.0
        var squares = 0.0
        var deviations: [Double] = []
        deviations.reserveCapacity(values.count - period + 1)
        for index in 0..<values.count {
            let value = values[index] - origin
            sum += value
            squares += value * value
            if index >= period {
                let old = values[index - period] - origin
                sum -= old
                squares -= old * old
            }
            if index >= period - 1 {
                let variance = (squares - sum * sum / divisor) / divisor
                deviations.append(variance > 0 ? variance.squareRoot() : 0)
            }
        }
        return deviations
    }

    /// Computes Bollinger's bands: a simple moving average and `width` standard deviations to either side.
    ///
    /// Source: John Bollinger, *Bollinger on Bollinger Bands*, 2001.
    package static func bollinger(_ values: [Double], period: Int = 20, width: Double = 2) -> BollingerBands {
        let middle = sma(values, period: period)
        let deviations = standardDeviation(values, period: period)
        var upper: [Double] = []
        var lower: [Double] = []
        upper.reserveCapacity(middle.count)
        lower.reserveCapacity(middle.count)
        for index in 0..<middle.count {
            upper.append(middle[index] + width * deviations[index])
            lower.append(middle[index] - width * deviations[index])
        }
        return BollingerBands(upper: upper, middle: middle, lower: lower)
    }

    /// Computes the distance of each value from the mean of the `period` values that end with it, in standard
    /// deviations.
    ///
    /// The score is 0 where the values are constant.
    package static func zScore(_ values: [Double], period: Int) -> [Double] {
        let means = sma(values, period: period)
        let deviations = standardDeviation(values, period: period)
        var scores: [Double] = []
        scores.reserveCapacity(means.count)
        for index in 0..<means.count {
            let difference = values[index + period - 1] - means[index]
            // A deviation within rounding error counts as none.
            let isFlat = deviations[index] <= values[index + period - 1].magnitude * flatness
            scores.append(isFlat ? 0 : difference / deviations[index])
        }
        return scores
    }

    /// The relative deviation below which values count as equal: some thousand roundings.
    private static let flatness = 1e-12

    /// Computes the mean of all values; the mean of no values is 0.
    static func mean(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        var sum = 0.0
        for value in values { sum += value }
        return sum / Double(values.count)
    }
}
