//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// Tests of the check for side effects of polls.
@Suite struct PollingPaceTests {
    /// A job whose polls see the given numbers of steps.
    private func job(
        _ name: String,
        _ pace: Event.Pace = .usual,
        at start: Double,
        every interval: Double,
        steps: [Int],
        acknowledged: Double? = nil
    ) -> [Exchange] {
        let initiation = Exchange.initiate("id-\(name)", at: acknowledged ?? start, body: #"{"n":"\#(name)"}"#)
        let polls = steps.enumerated().map { index, step in
            let sent = start + 0.03 + Double(index) * interval
            return Exchange.poll("id-\(name)", at: sent, took: 0.001, step == 14 ? .complete : .scanning, step)
        }
        return ([initiation] + polls).map { exchange in
            exchange.with {
                $0.job = name
                $0.pace = pace
            }
        }
    }

    private func verdict(_ jobs: [Exchange]...) -> Verdict? {
        Judge.judge(History(jobs.flatMap(\.self)) { $0.jobs.budget = .seconds(300) })["STAT-010"]?.verdict
    }

    private var stepwise: [Int] { Array(0...14) }
    private var usual: [Exchange] {
        job("scan-1", at: 0, every: 0.5, steps: [0, 2, 5, 5, 9, 14])
            + job("scan-2", at: 1, every: 0.5, steps: [1, 2, 6, 8, 14])
    }

    @Test func `steps that keep pace with the polls at both paces are driven by them`() throws {
        let driven = verdict(
            job("scan-1", at: 0, every: 0.5, steps: stepwise),
            job("scan-2", at: 1, every: 0.5, steps: stepwise),
            job("fast-1", .fast, at: 20, every: 0.004, steps: stepwise)
        )
        let note = try #require(driven?.evidence.first?.note)
        #expect(note.hasSuffix("each poll was one step further, at 0.004 s a poll as at 0.500 s"))
    }

    @Test func `steps that keep pace with the fast polls alone are chance`() {
        #expect(
            verdict(usual, job("fast-1", .fast, at: 20, every: 0.004, steps: stepwise)) == .passed
        )
    }

    @Test func `a job that takes somewhat longer is not held up by its polls`() {
        let slow = Array(repeating: 3, count: 600) + [14]
        #expect(verdict(usual, job("fast-1", .fast, at: 20, every: 0.015, steps: slow)) == .passed)
    }

    @Test func `a job that takes many times as long is`() {
        let slow = Array(repeating: 3, count: 600) + [14]
        let verdict = self.verdict(usual, job("fast-1", .fast, at: 20, every: 0.05, steps: slow))
        #expect(verdict?.kind == .failed)
    }

    @Test func `a job that never ends is accused of it when every other one ended`() throws {
        let stuck = job("fast-1", .fast, at: 20, every: 1, steps: Array(repeating: 3, count: 320))
        #expect(verdict(usual, stuck)?.kind == .failed)
        #expect(verdict(stuck)?.kind == .inconclusive)
    }

    private func failing(
        _ name: String,
        _ pace: Event.Pace = .usual,
        at start: Double,
        every interval: Double
    ) -> [Exchange] {
        var polls = job(name, pace, at: start, every: interval, steps: [0, 1, 2])
        polls.append(
            Exchange.poll("id-\(name)", at: start + 0.04 + 3 * interval, took: 0.001, .failed, 2).with {
                $0.job = name
            }
        )
        return polls
    }

    @Test func `two jobs that fail when polled fast, as no other one does, are killed by their polls`() throws {
        let one = failing("fast-1", .fast, at: 20, every: 0.01)
        let other = failing("fast-2", .fast, at: 30, every: 0.01)
        #expect(verdict(usual, one)?.kind == .inconclusive)
        #expect(verdict(usual, one, other)?.kind == .failed)
        let second = job("fast-2", .fast, at: 30, every: 0.01, steps: [0, 3, 14])
        #expect(verdict(usual, one, second) == .passed)
        let failsAnyway = failing("scan-3", at: 3, every: 0.5)
        #expect(verdict(usual, failsAnyway, one, other)?.kind == .inconclusive)
    }

    @Test func `fast polls do not use up the polls that the plan grants`() {
        let polls = job("fast-1", .fast, at: 20, every: 0.004, steps: Array(repeating: 3, count: 400))
        let history = History(polls) { $0.jobs.maximumPolls = 300 }
        #expect(Judge.judge(history)["STAT-005"]?.verdict.kind == .inconclusive)
    }

    @Test func `a job that was complete at once is skipped, and so is a plan without fast polls`() {
        let quick = verdict(usual, job("fast-1", .fast, at: 20, every: 0.004, steps: [14, 14]))
        #expect(
            quick == .skipped(reason: "the scan that was polled fast was complete before a poll saw it running")
        )
        #expect(verdict(usual) == .skipped(reason: "the plan polls no scan faster than the others"))
    }
}
