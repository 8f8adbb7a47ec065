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
        (longWords, .of("ISO-002")), (wordsOfDigits, .of("ISO-002")),
    ]

    /// What is said of one initiation.
    static let initiations: [String] = initiation.lines { history in
        [Check].of("INIT-001").map { ($0.id, "“\($0.find(Observations(history)).summary)”") }
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
        var link = Exchange.poll("scan_a", at: 3, .scanning)
        link.intent = .followsLink
        link.url += "?from=initiation"
        if status != 200 { link.outcome = .status(status) }
        return History([begin, .poll("scan_a", at: 2, .scanning), link], groups: [.initiate])
    }

    private static let somebodyAnswers = Series("what is answered", ["both", "poll", "address", "none"]) {
        (answered: String) in
        var poll = Exchange.poll("scan_a", at: 2, .scanning)
        var link = Exchange.poll("scan_a", at: 3, .scanning)
        link.intent = .followsLink
        link.url += "?from=initiation"
        if answered == "address" || answered == "none" { poll.outcome = .failure(.timedOut) }
        if answered == "poll" || answered == "none" { link.outcome = .failure(.timedOut) }
        return History([begin, poll, link], groups: [.initiate])
    }

    /// What looks like an id is another one in every answer.
    private static let longWords = Series("characters of a word that another user is told", [10, 11, 12, 13]) {
        length in
        told { "\($0)12" + String(repeating: "a", count: length - 3) }
    }

    private static let wordsOfDigits = Series("digits of a word that another user is told", [1, 2, 3, 4]) { digits in
        told { "\($0)" + String(repeating: "1", count: digits - 1) + String(repeating: "b", count: 16 - digits) }
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
