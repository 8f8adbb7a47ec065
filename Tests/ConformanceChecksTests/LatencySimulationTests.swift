//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Testing

@testable import ConformanceChecks

/// Simulations of deployments whose late answers come in stalls, as those of a worker that pauses.
@Suite struct LatencySimulationTests {
    private static let runs = 200
    /// One in a hundred, and four standard deviations more.
    private static let most = 7

    /// Polls of four jobs in turn over a minute; those that are sent in a stall are answered at its end.
    private static func history(
        stalls: [ClosedRange<Double>],
        soak: Duration = .zero,
        _ random: inout SplitMix64,
        extra: (_ sent: Double, _ random: inout SplitMix64) -> Double = { _, _ in 0 }
    ) -> History {
        let ids = (0..<4).map { "scan_\($0)" }
        var exchanges = ids.map { Exchange.initiate($0, at: 0, body: #"{"symbols":["\#($0)"]}"#) }
        for poll in 0..<480 {
            let sent = 0.1 + Double(poll) / 8
            let held = stalls.first { $0.contains(sent) }.map { $0.upperBound - sent } ?? 0
            let took = 0.004 + random.share() * 0.01 + held + extra(sent, &random)
            exchanges.append(.poll(ids[poll % 4], at: sent, took: took, .scanning, 7))
        }
        var history = History(exchanges, groups: [.latency])
        history.header.plan.latency.statusP99 = .milliseconds(100)
        history.header.plan.soak.seconds = soak
        return history
    }

    /// Stalls at random, some a minute in the mean.
    private static func stalls(
        _ perMinute: Double,
        of length: Double,
        _ random: inout SplitMix64
    ) -> [ClosedRange<Double>] {
        var stalls: [ClosedRange<Double>] = []
        for step in 0..<600 where random.share() < perMinute / 600 {
            stalls.append(Double(step) / 10...Double(step) / 10 + length)
        }
        return stalls
    }

    @Test func `late answers in stalls accuse one deployment in a hundred at most that is fast enough`() {
        var random = SplitMix64(seed: 21)
        let failed = (0..<Self.runs).count { _ in
            // A stall in every other minute: eight of a thousand answers are late.
            let history = Self.history(stalls: Self.stalls(0.5, of: 1, &random), &random)
            return Judge.judge(history)["PERF-001"]?.verdict.kind == .failed
        }
        #expect(failed <= Self.most, "\(failed) of \(Self.runs)")
    }

    @Test func `stalls accuse one deployment in a hundred at most of growing slower`() {
        var random = SplitMix64(seed: 22)
        let failed = (0..<Self.runs).count { _ in
            let history = Self.history(stalls: Self.stalls(4, of: 1.5, &random), soak: .seconds(60), &random)
            return LatencyChecks.doesNotGrow(Observations(history)).verdict.kind == .failed
        }
        #expect(failed <= Self.most, "\(failed) of \(Self.runs)")
    }

    @Test func `a deployment that is too slow, or grows slower, is still found`() {
        var random = SplitMix64(seed: 23)
        for _ in 0..<20 {
            let slow = Self.history(stalls: [], &random) { _, random in random.share() < 0.06 ? 1 : 0 }
            #expect(Judge.judge(slow)["PERF-001"]?.verdict.kind == .failed)
            let stalling = Self.history(stalls: Self.stalls(15, of: 1, &random), &random)
            #expect(Judge.judge(stalling)["PERF-001"]?.verdict.kind == .failed)
            let growing = Self.history(stalls: [], soak: .seconds(60), &random) { sent, _ in sent / 1000 }
            #expect(LatencyChecks.doesNotGrow(Observations(growing)).verdict.kind == .failed)
        }
    }
}
