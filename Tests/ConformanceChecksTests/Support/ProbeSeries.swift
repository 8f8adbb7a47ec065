//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

@testable import ConformanceChecks

/// Small histories in which one answer changes: to bad input, to an initiation, at an address, or to an id of nobody's.
enum ProbeSeries {
    /// The series of findings, each with the checks that it is for.
    static let all: [(series: Series, checks: [Check])] = [
        (badInput, .of("ERR-007")), (followed, .of("INIT-003")), (somebodyAnswers, .of("INIT-010")),
        (longWords, .of("ISO-002")), (wordsOfDigits, .of("ISO-002")), (early, .of("RES-003")),
        (runningTotal, .of("RES-005")), (otherTotal, .of("RES-005")), (neverCancelled, .of("STAT-012")),
        (deleted, .of("STAT-013")),
    ]

    /// The summaries about one initiation, and about results that are lost.
    static let summaries = said(of: "INIT-001", along: initiation) + said(of: "RES-001", along: lostResults)

    private static func said(of requirement: String, along series: Series) -> [String] {
        series.lines { history in
            [Check].of(requirement).map { ($0.id, "“\($0.find(Observations(history)).summary)”") }
        }
    }

    /// Servers and gateways answer some errors before the application, and not with JSON.
    private static let badInput = Series(
        "status of bad input that is answered by a page",
        [399, 400, 413, 414, 415, 430, 431, 432, 500, 501, 502, 503, 504, 505]
    ) { status in
        var exchange = Exchange.initiate("scan_a", at: 1, body: "7")
        exchange.intent = .wrongType
        exchange.outcome = .answered(Response(status: status, body: "<html>", bodyBytes: 6))
        return History([exchange], groups: [.errors])
    }

    private static let initiation = Series(
        "microseconds until an initiation is answered",
        [499_000, 500_000, 500_500, 501_500, 1_999_500, 2_000_000, 2_000_500, 2_001_500]
    ) { microseconds in
        History([.initiate("scan_a", at: 1, took: Double(microseconds) / 1e6, body: "{}")], groups: [.initiate])
    }

    private static let followed = Series(
        "status at the poll address of an initiation",
        [200, 399, 400, 401, 402, 404, 428, 429, 430, 499, 500, 503]
    ) { status in
        var link = link
        if status != 200 { link.outcome = .status(status) }
        return History([begin, .poll("scan_a", at: 2, .scanning), link], groups: [.initiate])
    }

    private static let somebodyAnswers = Series("what is answered", ["both", "poll", "address", "none"]) {
        (answered: String) in
        var poll = Exchange.poll("scan_a", at: 2, .scanning)
        var link = link
        if answered == "address" || answered == "none" { poll.outcome = .failure(.timedOut) }
        if answered == "poll" || answered == "none" { link.outcome = .failure(.timedOut) }
        return History([begin, poll, link], groups: [.initiate])
    }

    /// A word that looks like an id is another one in every answer.
    private static let longWords = Series("characters of a word that another user is told", [10, 11, 12, 13]) {
        length in
        told { "\($0)12" + String(repeating: "a", count: length - 3) }
    }

    private static let wordsOfDigits = Series("digits of a word that another user is told", [1, 2, 3, 4]) { digits in
        told { "\($0)" + String(repeating: "1", count: digits - 1) + String(repeating: "b", count: 16 - digits) }
    }

    /// A list that came while the job ran is no final one.
    private static let early = Series("second of a poll of a running job, whose results came from 2 to 4", 1...6) {
        second in
        let read = Exchange.results("scan_a", at: 2, took: 2, listed: 1, digest: "one").with { $0.intent = .early }
        return History([begin, .poll("scan_a", at: Double(second), .scanning), read], groups: [.results])
    }

    private static let runningTotal = Series("total in a poll of a running job with 3 results", [0, 3, 5]) { total in
        var poll = Exchange.poll("scan_a", at: 1, .scanning, 7)
        poll.outcome.changeResponse { $0.parsed?.total = total }
        return History([begin, poll] + end, groups: [.results])
    }

    private static let otherTotal = Series("total in an answer about another job, of 3 results", [0, 3, 5]) { total in
        var poll = Exchange.poll("scan_a", at: 4, .complete, 14, found: total)
        poll.outcome.changeResponse { $0.parsed?.jobID = "scan_b" }
        return History([begin, poll] + end, groups: [.results])
    }

    private static let lostResults = Series("a poll before lost results", ["found", "not found", "away", "going back"])
    {
        (answer: String) in
        var polls = [Exchange.poll("scan_a", at: 1, .scanning, 7), .poll("scan_a", at: 1.5, .scanning, 7)]
        switch answer {
        case "not found": polls[1].outcome = .notFound()
        case "away": polls[1].outcome = .status(503)
        case "going back": polls[1].outcome.changeResponse { $0.parsed?.progress?.completed = 3 }
        default: break
        }
        let lost = Exchange.results("scan_a", at: 5, listed: 0, digest: "").with { $0.outcome = .notFound() }
        return History([begin] + polls + end + [lost], groups: [.results])
    }

    /// It is polled for five seconds after its cancelling was accepted.
    private static let neverCancelled = Series(
        "milliseconds of the budget of a job that is cancelled and goes on",
        [5000, 5250, 5500, 5600, 6000]
    ) { milliseconds in
        var history = OfferedRun.history
        history.header.plan.jobs.budget = .milliseconds(milliseconds)
        for position in history.positions(.status, .cancelled) {
            history.setOutcome(.status(200, .scanning), at: position)
        }
        return history
    }

    private static let deleted = Series("what the results of a deleted job are", ["gone", "there", "failed", "away"]) {
        (answer: String) in
        var history = OfferedRun.history
        let outcomes = ["there": delivered, "failed": Outcome.status(409, .failed), "away": .status(503)]
        for position in history.positions(.results, .expired) {
            history.setOutcome(outcomes[answer] ?? .notFound(), at: position)
        }
        return history
    }

    private static let delivered = Exchange.results("gone", at: 0, listed: 3, digest: "one").outcome

    /// The end of a job with three results.
    private static let end: [Exchange] = [
        .poll("scan_a", at: 2, .complete, 14, found: 3), .results("scan_a", at: 3, listed: 3, digest: "one"),
    ]

    /// A poll at the address that came with the initiation.
    private static let link = Exchange.poll("scan_a", at: 3, .scanning).with {
        $0.intent = .followsLink
        $0.url += "?from=initiation"
    }

    private static let begin = Exchange.initiate("scan_a", at: 0, body: "{}")

    /// An unknown id, and another user's one, with a word each in their answers.
    private static func told(_ word: (Int) -> String) -> History {
        let asked: [(Event.Intent, String, Event.User)] = [
            (.unknownID, "scan_x", .first), (.foreignID, "scan_a", .second),
        ]
        let probes = asked.enumerated().map { place, asked in
            Exchange(
                operation: .status,
                intent: asked.0,
                jobID: asked.1,
                user: asked.2,
                url: Exchange.statusURL(asked.1),
                sent: Double(2 + place),
                received: Double(2 + place) + 0.1,
                outcome: .status(404, .notFound, body: #"{"message":"no scan, \#(word(place + 1))"}"#)
            )
        }
        return History([begin, .poll("scan_a", at: 1, .scanning)] + probes, groups: [.isolation])
    }
}
