//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The settings that a watch's errors depend on.
package struct WatchSettings: Codable, Sendable, Hashable {
    /// The rate below which an alarm is due.
    package var target: Double
    /// The time from one probe to the next, in seconds.
    package var interval: Double
    /// The mean time to a false alarm, at least, in seconds.
    package var falseAlarm: Double
    /// The mean time to a false all-clear, at least, in seconds.
    package var falseClear: Double

    /// Creates settings.
    package init(target: Double = 0.95, interval: Double, falseAlarm: Double, falseClear: Double) {
        self.target = target
        self.interval = interval
        self.falseAlarm = falseAlarm
        self.falseClear = falseClear
    }

    /// The mean number of probes to a false alarm of one rate: all rates together have the promised one.
    package var alarmLength: Double { falseAlarm / interval * Double(WatchedRate.allCases.count) }

    /// The mean number of probes to a false all-clear of one rate.
    package var clearLength: Double { falseClear / interval }
}
