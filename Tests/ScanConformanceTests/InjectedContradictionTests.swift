//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import ScanConformance
import ScanRequirements
import Testing

/// A sound history with one thing wrong, and the requirements that it violates.
struct Injection: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var violates: Set<String>
    var inject: @Sendable (inout History) throws -> Void

    init(_ description: String, _ violates: Set<String>, _ inject: @escaping @Sendable (inout History) throws -> Void) {
        self.testDescription = description
        self.violates = violates
        self.inject = inject
    }
}

@Suite struct InjectedContradictionTests {
    @Test(
        arguments: Self.initiate + Self.status + Self.progress + Self.results + Self.isolation,
        [1, 2, 3] as [UInt64]
    )
    func `one contradiction fails exactly the requirements that it violates`(injection: Injection, seed: UInt64) throws
    {
        var history = SoundRun(seed: seed).history
        try injection.inject(&history)
        let judgement = Judge.judge(history)
        let failed = judgement.rulings.filter { $0.verdict.name == "failed" }
        #expect(Set(failed.map(\.requirement.id)) == injection.violates)
        #expect(failed.allSatisfy { !$0.verdict.evidence.isEmpty && !$0.finding.summary.isEmpty })
        #expect(judgement.overall == .fail)
    }

    @Test func `every requirement but the rates is violated by some injection`() {
        let violated = (Self.initiate + Self.status + Self.progress + Self.results + Self.isolation)
            .reduce(into: Set<String>()) { $0.formUnion($1.violates) }
        let judged = Set(Judge.judge(History([])).rulings.map(\.requirement.id).filter { !$0.hasPrefix("RATE") })
        #expect(violated == judged)
    }

    static let initiate = [
        Injection("an initiation that takes 2.5 s", ["INIT-001"]) { history in
            let position = try #require(history.positions(.initiate).first)
            history.events[position].sent = history.events[position].received - 2_500_000_000
        },
        Injection("an id that is handed out for other filters", ["INIT-002"]) { history in
            let id = history.firstScan
            try history.change(at: try history.lastInitiation()) {
                $0.scanID = id
                $0.state = .scanning
            }
        },
        Injection("an id that is handed out to another user", ["INIT-002"]) { history in
            let id = history.firstScan
            let position = try history.lastInitiation()
            history.events[position].user = .second
            history.events[position].requestBody = "{}"
            try history.change(at: position) {
                $0.scanID = id
                $0.state = .scanning
            }
        },
        Injection("an answer without a poll address", ["INIT-003"]) { history in
            try history.change(at: try #require(history.positions(.initiate).first)) { $0.pollURL = nil }
        },
        Injection("a poll address that leads nowhere", ["INIT-003"]) { history in
            let position = try #require(history.positions(.status, .followsLink).first)
            history.events[position].url = "http://127.0.0.1:8080/status/\(history.firstScan)"
            history.setOutcome(.status(404, .notFound), at: position)
        },
        Injection("an empty object that is refused", ["INIT-004"]) { history in
            let position = try #require(history.positions(.initiate) { $0.requestBody == "{}" }.first)
            history.setOutcome(.status(422), at: position)
        },
    ]

    static let status = [
        Injection("a first poll that is told not_found", ["STAT-001", "STAT-002"]) { history in
            let first = try #require(history.polls.first)
            history.setOutcome(.notFound(), at: first)
        },
        Injection("a poll in between that is told not_found", ["STAT-002"]) { history in
            history.setOutcome(.notFound(), at: try history.runningPoll())
        },
        Injection("a poll in between that is told not_found with 200", ["STAT-002"]) { history in
            history.setOutcome(.status(200, .notFound), at: try history.runningPoll())
        },
        Injection("a poll after completion that is told not_found", ["STAT-002", "STAT-008"]) { history in
            history.setOutcome(.notFound(), at: try history.completePoll())
        },
        Injection("a state that nobody knows", ["STAT-003"]) { history in
            try history.change(at: try history.runningPoll()) { $0.state = .unrecognised }
        },
        Injection("a success without a state", ["STAT-003"]) { history in
            history.setOutcome(.answered(Answer(status: 200, body: "<html>")), at: try history.runningPoll())
        },
        Injection("complete, then scanning", ["STAT-004"]) { history in
            try history.change(at: try history.completePoll()) { $0.state = .scanning }
        },
        Injection("complete, then an old snapshot", ["STAT-004", "PROG-001"]) { history in
            let position = try history.completePoll()
            try history.change(at: position) { $0.state = .scanning }
            try history.setProgress(5, at: position)
        },
        Injection("complete, then failed", ["STAT-004"]) { history in
            try history.change(at: try history.completePoll()) { $0.state = .failed }
        },
        Injection("a scan that never ends", ["STAT-005"]) { history in
            let scan = history.firstScan
            let isRunning = { (event: Event) in event.outcome.answer?.understood?.state == .scanning }
            history.events.removeAll { $0.scanID == scan && !isRunning($0) }
            history.header.plan.maximumPolls = history.polls.count
        },
        Injection("another scan's id in the body", ["STAT-006"]) { history in
            try history.change(at: try history.runningPoll()) { $0.scanID = "scan_of_somebody_else" }
        },
        Injection("an unknown id that is found", ["STAT-007"]) { history in
            let position = try #require(history.positions(.status, .unknownID).last)
            history.setOutcome(.status(200, .scanning), at: position)
        },
        Injection("an unknown id whose results are pending", ["STAT-007"]) { history in
            let position = try #require(history.positions(.results, .unknownID).last)
            history.setOutcome(.status(202, .scanning), at: position)
        },
    ]

    static let progress = [
        Injection("progress that shrinks", ["PROG-001"]) { history in
            let position = try history.runningPoll()
            let sent = history.events[position].sent
            let known = history.polls.filter { history.events[$0].received < sent }.map(history.progress).max() ?? 0
            try history.setProgress(known - 1, at: position)
        },
        Injection("more completed than there are", ["PROG-002"]) { history in
            try history.change(at: try history.runningPoll()) {
                $0.progress = Progress(completed: 15, total: 14, percentage: 100)
            }
        },
        Injection("a percentage that disagrees", ["PROG-002"]) { history in
            try history.change(at: try history.runningPoll()) { $0.progress?.percentage = 99 }
        },
        Injection("a total that changes", ["PROG-003"]) { history in
            let position = try history.runningPoll()
            try history.setProgress(history.progress(at: position), of: 15, at: position)
        },
        Injection("a total of 0 at first", ["PROG-003"]) { history in
            try history.setProgress(0, of: 0, at: try #require(history.polls.first))
        },
        Injection("complete with one strategy missing and no percentage", ["PROG-004"]) { history in
            let complete = history.polls.filter { history.state(at: $0) == .complete }
            let first = try #require(complete.min { history.events[$0].received < history.events[$1].received })
            try history.change(at: first) { $0.progress = Progress(completed: 13, total: 14) }
        },
        Injection("complete with one strategy missing", ["PROG-004"]) { history in
            let complete = history.polls.filter { history.state(at: $0) == .complete }
            let first = try #require(complete.min { history.events[$0].received < history.events[$1].received })
            try history.setProgress(13, at: first)
        },
    ]

    static let results = [
        Injection("results not found after completion", ["RES-001"]) { history in
            history.setOutcome(.notFound(), at: try history.lateRead())
        },
        Injection("results pending after completion", ["RES-001", "RES-002"]) { history in
            history.setOutcome(.status(202, .scanning), at: try history.lateRead())
        },
        Injection("results that fail after completion", ["RES-001", "RES-002"]) { history in
            history.setOutcome(.status(500), at: try history.lateRead())
        },
        Injection("results of another scan", ["RES-001", "RES-009"]) { history in
            try history.change(at: try history.lateRead()) { $0.scanID = "scan_of_somebody_else" }
        },
        Injection("early results that are truncated", ["RES-003"]) { history in
            let scan = history.firstScan
            let position = try #require(history.positions(.results, .early) { $0.scanID == scan }.first)
            let understood = Understanding(state: .complete, scanID: scan, total: 3, listed: 3, digest: "of three")
            history.setOutcome(.answered(Answer(status: 200, understood: understood)), at: position)
        },
        Injection("early results that fail", ["RES-003"]) { history in
            history.setOutcome(.status(500), at: try #require(history.positions(.results, .early).first))
        },
        Injection("two reads that differ", ["RES-004"]) { history in
            try history.change(at: try history.lateRead()) { $0.digest = "another order" }
        },
        Injection("a list that is shorter than its total", ["RES-005"]) { history in
            try history.change(at: try history.lateRead()) { $0.listed = ($0.listed ?? 0) - 1 }
        },
        Injection("a status whose total changes", ["RES-005"]) { history in
            try history.change(at: try history.completePoll()) { $0.total = 77 }
        },
    ]

    static let isolation = [
        Injection("another user's scan that is found", ["ISO-001", "ISO-002"]) { history in
            let position = try #require(history.positions(.status, .foreignID).last)
            history.setOutcome(.status(200, .scanning), at: position)
        },
        Injection("another user's results that are delivered", ["ISO-001", "ISO-002"]) { history in
            let position = try #require(history.positions(.results, .foreignID).last)
            let understood = Understanding(state: .complete, total: 1, listed: 1, digest: "private")
            history.setOutcome(.answered(Answer(status: 200, understood: understood)), at: position)
        },
        Injection("another user's scan that is forbidden", ["ISO-001", "ISO-002"]) { history in
            history.setOutcome(.status(403), at: try #require(history.positions(.status, .foreignID).last))
        },
        Injection("another user's scan in other words", ["ISO-002"]) { history in
            let position = try #require(history.positions(.results, .foreignID).last)
            let body =
                #"{"success":false,"status":"not_found","message":"Not yours.","request_id":"5f0c1000a1b2c3d4e5f6"}"#
            let understood = Understanding(state: .notFound, stateWord: "not_found")
            history.setOutcome(.answered(Answer(status: 404, body: body, understood: understood)), at: position)
        },
        Injection("an unsigned token that is accepted", ["ISO-003"]) { history in
            history.setOutcome(
                .status(200, .scanning),
                at: try #require(history.positions(.status, .unsignedToken).last)
            )
        },
        Injection("a request without a token that is not found", ["ISO-003"]) { history in
            history.setOutcome(.notFound(), at: try #require(history.positions(.results, .noToken).last))
        },
    ]
}
