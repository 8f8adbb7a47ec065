//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The watch over one rate: calm until an alarm, and then alarmed until the all-clear.
package struct RateWatch: Sendable, Hashable {
    /// A change between calm and alarm.
    package enum Change: Sendable, Hashable {
        case alarm
        case allClear
    }

    /// The memory of a watch over a rate.
    package struct Memory: Codable, Sendable, Hashable {
        package var fall: [Double]
        package var back: Double?
        package var alarmedSince: Int?
        package var alarms: Int
    }

    private let settings: WatchSettings
    private var fall: FallDetector
    private var back: ReturnDetector?
    /// The time of the alarm, in seconds since 1970; absent in calm.
    package private(set) var alarmedSince: Int?
    /// The number of alarms so far.
    package private(set) var alarms = 0

    /// Creates a calm watch.
    package init(_ settings: WatchSettings) {
        self.settings = settings
        fall = FallDetector(target: settings.target, length: settings.alarmLength)
    }

    /// Adds the share of a probe.
    ///
    /// - Parameters:
    ///   - share: The share that succeeded, 0…1.
    ///   - time: The time of the probe, in seconds since 1970.
    /// - Returns: The change, if there is one.
    package mutating func add(_ share: Double, at time: Int) -> Change? {
        if alarmedSince != nil {
            guard back?.add(share) ?? true else { return nil }
            alarmedSince = nil
            back = nil
            fall.reset()
            return .allClear
        }
        guard fall.add(share) else { return nil }
        alarmedSince = time
        alarms += 1
        back = ReturnDetector(target: settings.target, length: settings.clearLength)
        return .alarm
    }

    /// The way to an alarm, 0…1; 1 while alarmed.
    package var suspicion: Double { alarmedSince == nil ? fall.suspicion : 1 }

    /// The number of flawless probes that the all-clear still takes; `nil` in calm.
    package var flawlessProbesToGo: Int? { back?.flawlessProbesToGo }

    /// The memory that is kept over a restart.
    package var memory: Memory {
        Memory(fall: fall.memory, back: back?.memory, alarmedSince: alarmedSince, alarms: alarms)
    }

    /// Goes on from a memory; `nil` for one that no watch has.
    ///
    /// - Parameters:
    ///   - memory: The memory of an earlier watch.
    ///   - settings: The settings.
    ///   - isSame: True if the earlier watch had the same settings; what its detectors gathered under others counts for
    ///     nothing, but an alarm stays.
    package init?(_ memory: Memory, _ settings: WatchSettings, isSame: Bool) {
        self.init(settings)
        guard memory.alarms >= 0, (memory.back == nil) == (memory.alarmedSince == nil) else { return nil }
        alarms = memory.alarms
        alarmedSince = memory.alarmedSince
        if isSame, !fall.restore(memory.fall) { return nil }
        guard let owned = memory.back else { return }
        var back = ReturnDetector(target: settings.target, length: settings.clearLength)
        if isSame, !back.restore(owned) { return nil }
        self.back = back
    }
}
