//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Indicators {
    /// Computes Wilder's relative strength index, 0…100.
    ///
    /// RSI = 100 · G / (G + L), with G and L the Wilder averages of the gains and of the losses from one value to the
    /// next. Constant values have neither, and an index of 50. Source: J. Welles Wilder, *New Concepts in Technical
    /// Trading Systems*, 1978.
    package static func rsi(_ values: [Double], period: Int) -> [Double] {
        guard period > 0, values.count > period else { return [] }
        var gain = 0.0
        var loss = 0.0
        let keep = Double(period - 1)
        let divisor = Double(period)
        var indices: [Double] = []
        indices.reserveCapacity(values.count - period)
        for index in 1..<values.count {
            let change = values[index] - values[index - 1]
            let rise = change > 0 ? change : 0
            let fall = change < 0 ? -change : 0
            if index <= period {
                gain += rise / divisor
                loss += fall / divisor
            } else {
                gain = (gain * keep + rise) / divisor
                loss = (loss * keep + fall) / divisor
            }
            if index >= period { indices.append(gain + loss > 0 ? 100 * gain / (gain + loss) : 50) }
        }
        return indices
    }
}
