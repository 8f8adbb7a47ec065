//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@Suite struct OperatedHistoryTests {
    private static let sounds = [1, 2].map { OperatedRun(seed: $0).history }
    private static var sound: History { Self.sounds[0] }

    /// The rulings of the groups under test; the others have tests of their own.
    private func rulings(_ history: History) -> [Judgement.Ruling] {
        var history = history
        history.header.plan.groups = OperatedRun.groups
        return Judge.judge(history).rulings.filter { OperatedRun.groups.contains($0.requirement.group) }
    }

    @Test(arguments: 1...20)
    func `a sound deployment that is operated passes every requirement`(seed: UInt64) {
        let others = rulings(OperatedRun(seed: seed).history).filter { $0.verdict != .passed }
        #expect(others.map { "\($0.requirement.id) \($0.finding)" } == [])
    }

    @Test(arguments: Injection.operated, Self.sounds.indices)
    func `one violation fails exactly the requirements that it violates`(violation: Injection, number: Int) throws {
        var history = Self.sounds[number]
        try violation.inject(&history)
        let failed = rulings(history).filter { $0.verdict.kind == .failed }
        #expect(Set(failed.map(\.requirement.id)) == violation.violates)
        #expect(failed.allSatisfy { !$0.verdict.evidence.isEmpty && !$0.finding.summary.isEmpty })
    }

    @Test func `every requirement of these groups is violated by some injection`() {
        let violated = Injection.operated.reduce(into: Set<String>()) { $0.formUnion($1.violates) }
        #expect(violated == Set(rulings(Self.sound).map(\.requirement.id)))
    }

    @Test func `without events, samples, faults or logs nothing passes and nothing fails`() {
        var history = Self.sound
        history.events = []
        history.samples = []
        history.faults = []
        history.logs = []
        let decided = rulings(history).filter { $0.verdict == .passed || $0.verdict.kind == .failed }
        #expect(decided.map(\.requirement.id) == [])
    }

    @Test(arguments: Fault.Kind.allCases) func `a fault that could not be done leaves its requirement open`(
        kind: Fault.Kind
    ) {
        var history = Self.sound
        for index in history.faults.indices where history.faults[index].kind == kind {
            history.faults[index].failure = "no such process"
        }
        let open = rulings(history).filter { $0.verdict != .passed }
        #expect(!open.contains { $0.verdict.kind == .failed })
        #expect(!open.isEmpty || kind == .removeForeignKeys)
    }

    @Test func `what is answered without knowledge speaks against nothing`() {
        var history = Self.sound
        for position in history.events.indices where position % 7 == 0 && history.events[position].operation != .metrics
        {
            history.events[position].outcome.changeResponse { response in
                response.status = 503
                response.parsed = nil
            }
        }
        #expect(rulings(history).filter { $0.verdict.kind == .failed }.map(\.requirement.id) == [])
    }

    @Test func `a few late responses among few do not accuse`() throws {
        var history = Self.sound
        let polls = history.positions(.status)
        for position in polls.suffix(3) {
            history.events[position].received = history.events[position].sent + .seconds(3)
        }
        #expect(Judge.judge(history)["PERF-001"]?.verdict.kind != .failed)
    }

    @Test func `requests held up behind a slow response are late, too`() throws {
        var history = Self.sound
        let polls = history.positions(.status) { $0.jobID == history.firstScan }
        let first = history.events[polls[0]].sent
        for position in polls {
            history.events[position].due = first
            history.events[position].sent = max(history.events[position].sent, first + .seconds(4))
            history.events[position].received = max(
                history.events[position].received,
                history.events[position].sent + .nanoseconds(1)
            )
        }
        history.events[polls[0]].sent = first
        history.events[polls[0]].received = first + .seconds(4)
        #expect(Judge.judge(history)["PERF-001"]?.verdict.kind == .failed)
    }

    @Test func `an echo of the request is no leak`() throws {
        var history = Self.sound
        let position = try #require(history.positions(.status, .hostileID) { $0.jobID == "*redis*" }.first)
        try history.spoil(position) { $0.body = #"{"message":"No scan *redis*"}"# }
        #expect(Judge.judge(history)["ERR-007"]?.verdict == .passed)
    }
}
