//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Indicators {
    /// Computes the simple moving average: the mean of the last `period` values.
    package static func sma(_ values: [Double], period: Int) -> [Double] {
        guard period > 0, values.count >= period else { return [] }
        let divisor = Double(period)
        // Sums of differences from one of the values lose fewer digits than sums of the values.
        let origin = values[0]
        var sum = 0.0
        var averages: [Double] = []
        averages.reserveCapacity(values.count - period + 1)
        for index in 0..<values.count {
            sum += values[index] - origin
            if index >= period { sum -= values[index - period] - origin }
            if index >= period - 1 { averages.append(origin + sum / divisor) }
        }
        return averages
    }

    /// Computes the exponential moving average with the weight 2 / (`period` + 1) for the newest value.
    ///
    /// It begins with the simple average of the first `period` values.
    package static func ema(_ values: [Double], period: Int) -> [Double] {
        guard period > 0, values.count >= period else { return [] }
        return smoothed(values, period: period, weight: 2 / Double(period + 1))
    }

    /// Computes Wilder's moving average with the weight 1 / `period` for the newest value.
    ///
    /// It begins with the simple average of the first `period` values. Source: J. Welles Wilder, *New Concepts in
    /// Technical Trading Systems*, 1978.
    package static func wilder(_ values: [Double], period: Int) -> [Double] {
        guard period > 0, values.count >= period else { return [] }
        return smoothed(values, period: period, weight: 1 / Double(period))
    }

    private static func smoothed(_ values: [Double], period: Int, weight: Double) -> [Double] {
        var sum = 0.0
        for index in 0..<period { sum += values[index] }
        var average = sum / Double(period)
        var averages = [average]
        averages.reserveCapacity(values.count - period + 1)
        for index in period..<values.count {
            average += weight * (values[index] - average)
            averages.append(average)
        }
        return averages
    }
}
