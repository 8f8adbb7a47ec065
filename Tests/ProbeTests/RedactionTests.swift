//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import JobDoubles
import ProbeHistory
import ProbeReports
import Synchronization
import TestSelection
import TestSupport
import Testing

@testable import Probe

@Suite struct RedactionTests {
    @Test(.takesSeconds) func `a secret is found in ten thousand spellings, and nothing around it is lost`() {
        var random = SeededRandom(seed: 7, purpose: "spellings")
        for number in 0..<10_000 {
            let secret = EncodedSecret.secret(from: &random, forHeader: number % 2 == 0)
            let redactor = Redactor()
            redactor.learn(secret)
            let spelt = EncodedSecret.spell(secret, from: &random)
            let text = redactor.redact("before, \(spelt) ,after")
            #expect(Revelation.first(of: [secret], in: text) == nil, "case \(number): \(secret) as \(spelt): \(text)")
            #expect(text.hasPrefix("before, ") && text.hasSuffix(" ,after"), "case \(number): \(text)")
        }
    }

    @Test func `the search finds what is not redacted`() {
        var random = SeededRandom(seed: 8, purpose: "spellings")
        for number in 0..<200 {
            let secret = EncodedSecret.secret(from: &random, forHeader: true)
            let spelt = EncodedSecret.spell(secret, from: &random)
            #expect(Revelation.first(of: [secret], in: "before, \(spelt) ,after") == secret, "case \(number): \(spelt)")
        }
    }

    @Test(.takesSeconds, arguments: 0..<12)
    func `no secret reaches history and reports, whatever place and spelling a deployment gives it`(
        seed: UInt64
    ) async throws {
        let deployment = SpellingDeployment(seed: seed)
        let lines = Lines()
        let runner = Runner(
            Runner.Assignment(
                target: try Target(InProcessTransport.url),
                profile: try .load("opportunity-scan"),
                // However busy the machine is, the cases are as many.
                plan: .quick {
                    $0.jobs.budget = .seconds(600)
                    $0.runBudget = .seconds(900)
                },
                first: .password(email: "ada", password: deployment.password),
                seed: seed
            ),
            transport: InProcessTransport(deployment.respond(to:)),
            clock: .skipping(),
            writer: lines.writer
        )
        let history = try await runner.run()
        // Twelve runs make ten thousand cases.
        #expect(deployment.cases >= 850)
        #expect(try HistoryReader().read(lines.bytes) == history)
        let context = JudgingContext(history)
        let report = Report(judgement: context.judgement(knownFailures: nil), history: history)
        let outputs = [
            ("history", lines.text), ("report.json", String(decoding: try report.json(), as: UTF8.self)),
            ("report.html", HTMLReport(report, of: context).render()),
            ("report.md", MarkdownReport(report).render()), ("junit.xml", JUnitReport(report).render()),
            ("badge.svg", Badge(report).render()),
            ("terminal", TerminalReport(report).render(width: 100, color: false)),
        ]
        for (name, text) in outputs {
            for line in text.split(separator: "\n") {
                let secret = Revelation.first(of: [deployment.password, deployment.token], in: String(line))
                #expect(secret == nil, "\(name) reveals \(secret ?? "") in \(line.prefix(4000))")
            }
        }
    }

    @Test func `a run works with the ids as they came, and shows different ones differently`() async throws {
        let deployment = SpellingDeployment(seed: 3, isCalm: true)
        let transport = InProcessTransport(deployment.respond(to:))
        let history = try await Runner(
            Runner.Assignment(
                target: try Target(InProcessTransport.url),
                profile: try .load("opportunity-scan"),
                plan: .quick { $0.groups = [.status, .initiate] },
                first: .password(email: "ada", password: deployment.password),
                seed: 1
            ),
            transport: transport,
            clock: .skipping()
        )
        .run()
        let ids = history.events(.initiate).compactMap { $0.outcome.response?.parsed?.jobID }
        #expect(ids.count >= 2)
        #expect(Set(ids).count == ids.count, "\(ids)")
        #expect(ids.allSatisfy { $0.contains("***") })
        #expect(history.events(.results).contains { $0.state == .complete })
    }

    @Test(arguments: [
        ("https://h/x?code=s3cr3t", "https://h/x?code=***"),
        ("https://h/x?a=1&sig=s3cr3t&b=2", "https://h/x?a=1&sig=***&b=2"),
        ("https://h/x?a=1\\u0026api_key=s3cr3t\"", "https://h/x?a=1\\u0026api_key=***\""),
        ("<a href=\"/x?a=1&amp;token=s3cr3t\">", "<a href=\"/x?a=1&amp;token=***\">"),
        ("https:\\/\\/ada:s3cr3t@h\\/x", "https:\\/\\/***@h\\/x"), ("redis://:s3cr3t@h:1/0", "redis://***@h:1/0"),
        ("/l?next=https%3A%2F%2Fh%3Fcode%3Ds3cr3t%26a%3D1", "/l?next=https%3A%2F%2Fh%3Fcode%3D***%26a%3D1"),
        ("/x?X-Amz-Signature=s3cr3t#top", "/x?X-Amz-Signature=***#top"), ("/x?page=2&sort=up", "/x?page=2&sort=up"),
        ("a user@example.com", "a user@example.com"),
    ])
    func `keys in addresses are known by their names`(text: String, expected: String) {
        #expect(Redactor().redact(text) == expected)
        #expect(Redactor.redactKeys(text) == expected)
    }

    @Test(
        .takesSeconds,
        arguments: [
            "aaaaaaaaaaaaaaaaaaaaaaaa", "%2541%2541%2541", "\\u0061\\u0061\\u0061", "&amp;amp;amp;amp;", "eyJeyJeyJeyJ",
        ]
    )
    func `the time to redact grows as the text does`(piece: String) {
        let redactor = Redactor()
        for secret in ["aaaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", piece + piece] {
            redactor.learn(secret)
        }
        func time(_ count: Int) -> Duration {
            let text = String(repeating: piece, count: count / piece.utf8.count)
            return (0..<3).map { _ in ContinuousClock().measure { _ = redactor.redact(text) } }.min() ?? .zero
        }
        let (short, long) = (time(100_000), time(800_000))
        // Eight times the text; 64 times the time if it were quadratic.
        #expect(long < short * 24 + .milliseconds(20), "\(short) for 100 kB, \(long) for 800 kB")
    }
}

// MARK: - Fixtures

/// A deployment that sends its user's secrets back in every place, spelt in every way.
private final class SpellingDeployment: Sendable {
    let password: String
    let token: String
    private let isCalm: Bool

    private struct State {
        var random: SeededRandom
        var jobs: [String: Int] = [:]
        var cases = 0
    }

    private let state: Mutex<State>

    init(seed: UInt64, isCalm: Bool = false) {
        var random = SeededRandom(seed: seed, purpose: "deployment")
        password = EncodedSecret.secret(from: &random, forHeader: false)
        token = EncodedSecret.secret(from: &random, forHeader: true)
        self.isCalm = isCalm
        state = Mutex(State(random: random))
    }

    /// The number of secrets that were sent back.
    var cases: Int { state.withLock { $0.cases } }

    @Sendable func respond(to request: TestServer.Request) -> TestServer.Reply {
        if request.path.hasSuffix("/auth/login") {
            return .response(status: 200, body: JSONValue.object(["access_token": .string(token)]).canonicalText)
        }
        return self.state.withLock { state in
            if request.path.hasSuffix("/discover") {
                let id =
                    self.isCalm
                    ? "scan \(self.token) \(state.jobs.count % 2 == 0 ? self.token : self.password)"
                    : "scan-\(state.jobs.count)-\(self.token)"
                state.jobs[id] = 0
                return self.reply(id: id, word: self.isCalm ? "initiated" : nil, &state)
            }
            let id = (request.path.split(separator: "/").last.map(String.init) ?? "").removingPercentEncoding ?? ""
            guard let polls = state.jobs[id] else { return self.reply(404, id: id, word: "not_found", &state) }
            if request.path.contains("/status/") { state.jobs[id] = polls + 1 }
            return self.reply(id: id, word: self.isCalm ? (polls > 2 ? "complete" : "scanning") : nil, &state)
        }
    }

    private func reply(_ status: Int = 200, id: String, word: String?, _ state: inout State) -> TestServer.Reply {
        func spelt(_ state: inout State) -> String {
            state.cases += 1
            return EncodedSecret.spell(
                Bool.random(using: &state.random) ? password : token,
                from: &state.random
            )
        }
        func quoted(_ text: String, _ state: inout State) -> String { "\"\(EncodedSecret.json(text, &state.random))\"" }
        let header = String(spelt(&state).unicodeScalars.filter { $0.isASCII })
        var members = [
            "\"scan_id\":\(quoted(id, &state))", "\"message\":\(quoted("it is \(spelt(&state)).", &state))",
            "\"debug\":[\(quoted(spelt(&state), &state)),{\"x\":\(quoted(spelt(&state), &state))}]",
            "\"opportunities\":[{\"symbol\":\(quoted(spelt(&state), &state))}]",
            "\"poll_url\":\(quoted("/api/v1/x?a=\(spelt(&state))", &state))",
        ]
        members.append("\"status\":\(quoted(word ?? "is \(spelt(&state))", &state))")
        return .response(
            status: status,
            headers: [("content-type", "application/json"), ("x-debug", header), ("location", "/y/\(header)")],
            body: "{\(members.joined(separator: ","))}"
        )
    }
}
