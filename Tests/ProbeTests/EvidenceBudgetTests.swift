//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Crypto
import Foundation
import JobDoubles
import ProbeHistory
import ProbeReports
import Testing

@testable import Probe

@Suite struct EvidenceBudgetTests {
    private static let padding = String(repeating: "x", count: 30_000)

    @Test func `bodies beyond the budget are kept by digest and beginning, and every report says so`() async throws {
        let budget = EvidenceBudget(memory: 2 << 20, disk: 1 << 30)
        let (history, lines) = try await Self.probe(budget: budget)
        let bodies = history.events.compactMap { $0.outcome.response?.body?.utf8.count }
        #expect(bodies.reduce(0, +) < 1 << 20)
        #expect(lines.bytes.count < 2 << 20)
        let cut = history.events.compactMap(\.outcome.response).filter { $0.bodyDigest != nil }
        #expect(cut.count > 10)
        #expect(cut.allSatisfy { $0.bodyBytes > 30_000 && $0.body?.hasSuffix("…") == true })
        // What is read in a body is read before it is cut.
        #expect(cut.filter { $0.status == 200 }.allSatisfy { $0.parsed?.state != nil })
        // Polls may not take the room of results, which are judged by their content.
        let results = history.events(.results).compactMap(\.outcome.response).filter { $0.parsed?.listed != nil }
        #expect(results.contains { $0.bodyDigest == nil })

        #expect(history.footer?.budget == .init(memory: budget.memory, disk: budget.disk, isUsedUp: false))
        #expect(try HistoryReader().read(lines.bytes) == history)
        let context = JudgingContext(history)
        let report = Report(judgement: context.judgement(knownFailures: nil), history: history)
        let words = "2 MB of memory, 1024 MB of disk"
        let outputs = [
            String(decoding: try report.json(), as: UTF8.self), HTMLReport(report, of: context).render(),
            MarkdownReport(report).render(), JUnitReport(report).render(),
            TerminalReport(report).render(width: 200, color: false),
        ]
        for output in outputs { #expect(output.contains(words), "\(output.prefix(400))") }
    }

    @Test func `the digest is that of the body, and the beginning is no JSON that could be taken for the whole`() {
        var meter = EvidenceMeter(budget: EvidenceBudget(memory: 1, disk: 1))
        let body = "[\(String(repeating: "1,", count: 2000))1]"
        let kept = meter.admit(Self.event(body: body)).outcome.response
        let digest = SHA256.hash(data: Data(body.utf8)).map { String(format: "%02x", $0) }.joined()
        #expect(kept?.bodyDigest == "sha256:\(digest)")
        #expect(JSONValue(parsing: kept?.body ?? "") == nil)
        #expect(kept?.bodyBytes == body.utf8.count)
    }

    @Test func `a run ends when its requests alone have used up the budget`() async throws {
        let (history, _) = try await Self.probe(budget: EvidenceBudget(memory: 64 << 10, disk: 1 << 30))
        #expect(history.footer?.reason == .budget)
        #expect(history.footer?.budget?.isUsedUp == true)
        #expect(history.events.count < 150)
        #expect(CutEvidence(history).sentence?.contains("the run ended") == true)
    }

    @Test func `a run with room for everything says nothing of a budget`() async throws {
        let (history, _) = try await TestDeployment.probe()
        #expect(history.footer?.budget == nil)
        #expect(CutEvidence(history).sentence == nil)
    }

    @Test func `the disk has a budget of its own, counted as the file is written`() {
        var meter = EvidenceMeter(budget: EvidenceBudget(memory: 1 << 30, disk: 100_000))
        // Each of these takes six bytes in JSON.
        let kept = meter.admit(Self.event(body: String(repeating: "\u{1}", count: 10_000)))
        #expect(kept.outcome.response?.bodyDigest != nil)
        #expect(
            meter.admit(Self.event(body: String(repeating: "a", count: 10_000))).outcome.response?.bodyDigest == nil
        )
    }

    @Test func `header fields, ids, links, words and messages are bounded`() {
        let long = String(repeating: "é", count: 100_000)
        var fields = Dictionary(uniqueKeysWithValues: (0..<1000).map { ("x-\($0)", String(long.prefix(500))) })
        fields["location"] = "/there"
        let cut = ReadingLimits.cut(HeaderFields(fields))
        #expect(cut.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count } <= ReadingLimits.fields)
        #expect(cut["location"] == "/there")
        #expect(ReadingLimits.cut(["a": long])["a"]?.utf8.count ?? 0 <= ReadingLimits.field + 3)

        let members = ["scan_id", "status", "message", "poll_url", "results_url", "user_id"].map {
            "\"\($0)\":\"\(long)\""
        }
        let body = "{\(members.joined(separator: ",")),\"total_opportunities\":9223372036854775807}"
        let profile = try? Profile.load("opportunity-scan")
        let parsed = profile.flatMap {
            Interpreter(profile: $0).understand(body: body, status: 200, operation: .status)
        }
        #expect(parsed?.jobID == nil && parsed?.pollURL == nil && parsed?.resultsURL == nil && parsed?.userID == nil)
        #expect(parsed?.total == nil)
        #expect((parsed?.stateWord?.utf8.count ?? 0) <= ReadingLimits.word + 3)
        #expect((parsed?.message?.utf8.count ?? 0) <= ReadingLimits.message + 3)
    }

    @Test func `bodies that are read at the same time share one room`() {
        let pool = BodyPool(bytes: 100)
        let first = BodyAllowance(pool: pool)
        #expect(first.take(70) == 70)
        do {
            let second = BodyAllowance(pool: pool)
            #expect(second.take(70) == 30)
        }
        let third = BodyAllowance(pool: pool)
        #expect(third.take(70) == 30)
        withExtendedLifetime(first) {}
    }

    // MARK: - Fixtures

    private static func probe(budget: EvidenceBudget) async throws -> (history: History, lines: Lines) {
        let lines = Lines()
        let deployment = TestDeployment()
        let transport = InProcessTransport { request in
            guard !request.path.hasSuffix("/login"),
                case .response(let status, let headers, let body) = deployment.respond(to: request), body.hasPrefix("{")
            else { return deployment.respond(to: request) }
            return .response(
                status: status,
                headers: headers,
                body: "{\"padding\":\"\(Self.padding)\(request.remotePort)\"," + body.dropFirst()
            )
        }
        let runner = Runner(
            Runner.Assignment(
                target: try Target(InProcessTransport.url),
                profile: try .load("opportunity-scan"),
                plan: .quick(),
                first: .password(email: "ada", password: TestDeployment.password),
                seed: 42
            ),
            transport: transport,
            clock: .skipping(),
            writer: lines.writer,
            budget: budget
        )
        return (try await runner.run(), lines)
    }

    private static func event(body: String) -> Event {
        Event(
            id: 1,
            operation: .status,
            intent: .course,
            user: .first,
            method: "GET",
            url: "http://h/",
            sent: Instant(nanoseconds: 1),
            received: Instant(nanoseconds: 2),
            connection: 1,
            reusesConnection: false,
            outcome: .answered(Response(status: 200, body: body, bodyBytes: body.utf8.count))
        )
    }
}
