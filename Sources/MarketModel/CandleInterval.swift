//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// The length of one candle.
///
/// Intervals begin at whole multiples of their length since 1970, as those of the public exchanges do.
package enum CandleInterval: String, Sendable, Codable, CaseIterable {
    /// One minute.
    case oneMinute = "1m"
    /// One hour.
    case oneHour = "1h"
    /// Four hours, the first of a day beginning at midnight UTC.
    case fourHours = "4h"
    /// One day, beginning at midnight UTC.
    case oneDay = "1d"

    /// The length in seconds.
    package var seconds: Int64 {
        switch self {
        case .oneMinute: 60
        case .oneHour: 3600
        case .fourHours: 14_400
        case .oneDay: 86_400
        }
    }

    /// The length in milliseconds.
    package var milliseconds: Int64 { seconds * 1000 }

    /// Computes the start of the last candle that had closed at a given time, in milliseconds since 1970.
    ///
    /// - Returns: `nil` when the time is not finite or lies more than 100 000 years from 1970.
    package func lastClosedOpenMilliseconds(at time: Date) -> Int64? {
        let milliseconds = (time.timeIntervalSince1970 * 1000).rounded(.down)
        guard milliseconds.magnitude < Self.farthestMilliseconds else { return nil }
        let index = (milliseconds / Double(self.milliseconds)).rounded(.down)
        return (Int64(index) - 1) * self.milliseconds
    }

    private static let farthestMilliseconds = 3.2e15
}
