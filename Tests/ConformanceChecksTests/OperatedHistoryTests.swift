//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import TestSelection
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

    @Test(.takesSeconds, arguments: Injection.operated, Self.sounds.indices)
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

    /// Statuses that a proxy answers, or a server before it has read the request, and their neighbours.
    @Test(arguments: [
        (413, true), (414, false), (415, true), (430, true), (431, false), (432, true), (500, true), (501, true),
        (502, false), (503, false), (504, false), (505, true),
    ])
    func `an answer of the application has a request id, whatever its status`(status: Int, isHeldToIt: Bool) {
        let read = Exchange.results("scan_a", at: 3, listed: 3, digest: "one").with { $0.outcome = .status(status) }
        var history = History([read])
        history.header.plan.groups = [.observability]
        history.header.access.offers.insert(.requestIDs)
        #expect(Judge.judge(history)["OBS-003"]?.verdict.kind == (isHeldToIt ? .failed : .inconclusive))
    }

    /// A week, with a minute for the time that the look took.
    @Test(arguments: [(604_860, Verdict.Kind.passed), (604_861, .failed)])
    func `a key may be kept for a week and a minute`(seconds: Int, verdict: Verdict.Kind) {
        var history = History([.initiate("scan_a", at: 0, body: "{}")])
        let key = StoredKey(role: .statistics, key: "statistics", exists: true, remaining: .seconds(seconds))
        history.samples = [
            StoreSnapshot(occasion: .census, asked: Instant(seconds: 1), received: Instant(seconds: 2), keys: [key])
        ]
        history.header.plan.groups = [.store]
        history.header.access.hasStore = true
        #expect(Judge.judge(history)["TTL-005"]?.verdict.kind == verdict)
    }

    /// The initiation was answered at second 1, and the look takes a second.
    @Test(arguments: [(60.0, Verdict.Kind.failed), (60.5, .inconclusive)])
    func `a look tells of a registration within a minute of it`(asked: Double, verdict: Verdict.Kind) {
        var run = SmallRun()
        run.add("scan_a", .course, polls: [(2, .scanning, 3), (70, .scanning, 4)])
        run.sample("scan_a", .initiated, at: asked, lookup: 0)
        #expect(Judge.judge(run.history)["TTL-001"]?.verdict.kind == verdict)
    }

    /// One poll between two looks at the metrics of the worker that answered it.
    @Test(arguments: [(5, 6, Verdict.Kind.passed), (5, 5, .failed)])
    func `a single lookup has to be counted`(before: Int, after: Int, verdict: Verdict.Kind) {
        func look(_ second: Double, _ lookups: Int) -> Exchange {
            Exchange.poll("scan_a", at: second, .scanning).with {
                $0.operation = .metrics
                $0.intent = .adminToken
                $0.jobID = nil
                let body = """
                    # TYPE http_requests_total counter
                    http_requests_total \(Int(second) * 100)
                    # TYPE scan_lookups_total counter
                    scan_lookups_total \(lookups)
                    """
                $0.outcome = .answered(Response(status: 200, body: body)).from(worker: "w1")
            }
        }
        let poll = Exchange.poll("scan_a", at: 3, .scanning, 7).with { $0.outcome = $0.outcome.from(worker: "w1") }
        var history = History([.initiate("scan_a", at: 0, body: "{}"), look(1, before), poll, look(6, after)])
        history.header.plan.groups = [.observability]
        history.header.access.hasAdmin = true
        #expect(Judge.judge(history)["OBS-002"]?.verdict.kind == verdict)
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
