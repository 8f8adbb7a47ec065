//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import TestSelection
import Testing
import Watching

/// The promised rate of false alarms, in a hundred simulated years with a probe each minute.
@Suite struct `False alarms` {
    private static let years = 100
    private static let probesInDay = 1440
    /// The number of probes after which other tests get their turn.
    private static let turn = 50_000
    private static let length = 30.0 * Double(probesInDay)

    /// A deployment whose rate is just as low as the target allows, which is the worst case: one that is better raises
    /// fewer.
    @Test(.takesSeconds, arguments: [SimulatedProbes.Kind.sharingOneFate, .independent])
    fileprivate func `come once in thirty days at most, in a hundred years at the target`(
        kind: SimulatedProbes.Kind
    ) async {
        var probes = SimulatedProbes(kind, rate: 0.95, seed: 20_260_127)
        var detector = FallDetector(target: 0.95, length: Self.length)
        let count = Self.years * 365 * Self.probesInDay
        var alarms = 0
        for number in 0..<count {
            // Others wait for the thread, and some of them for the clock.
            if number.isMultiple(of: Self.turn) { await Task.yield() }
            guard detector.add(probes.next()) else { continue }
            alarms += 1
            detector.reset()
        }
        // The promise is a mean, which the interval has to be below. That alarms come at all, one in ten of those allowed
        // at least, shows that the simulation would see more.
        let allowed = Double(Self.years * 365) / 30
        let most = ClopperPearson.upperBound(successes: alarms, trials: count, error: 0.005) * Double(count)
        let interval = "\(alarms) alarms, at most \(most) by a 99.5 % bound, \(allowed) allowed"
        Attachment.record(interval, named: "false-alarms-\(kind).txt")
        #expect(most <= allowed, "\(interval)")
        #expect(Double(alarms) >= allowed / 10, "\(interval)")
    }

    /// A watch over four rates, each just at the target, with a probe each five minutes and all-clears between alarms.
    @Test(.takesSeconds) func `of all rates together come no oftener`() async {
        let settings = WatchSettings(interval: 300, falseAlarm: 30 * 86_400, falseClear: 6 * 3600)
        var probes = WatchedRate.allCases.indices.map {
            SimulatedProbes(.twoJobs, rate: 0.95, seed: UInt64($0 + 1))
        }
        var watches = WatchedRate.allCases.map { _ in RateWatch(settings) }
        let count = Self.years * 365 * 288
        for time in 0..<count {
            if time.isMultiple(of: Self.turn / 4) { await Task.yield() }
            for index in watches.indices { _ = watches[index].add(probes[index].next(), at: time) }
        }
        let alarms = watches.reduce(0) { $0 + $1.alarms }
        let allowed = Double(Self.years * 365) / 30
        let most = ClopperPearson.upperBound(successes: alarms, trials: count, error: 0.005) * Double(count)
        #expect(most <= allowed && Double(alarms) >= allowed / 10, "\(alarms), at most \(most), \(allowed) allowed")
        #expect(watches.allSatisfy { $0.alarms > 1 }, "an all-clear has to come between two alarms")
    }
}
