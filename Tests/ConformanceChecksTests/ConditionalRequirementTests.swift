//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// Requirements that depend on access or features which a run, or an API, may not have.
@Suite struct ConditionalRequirementTests {
    private static let sound = SoundRun(seed: 1).history

    private let start = Exchange.initiate("scan_a", at: 0, body: "{}")

    private func verdict(_ id: String, _ exchanges: [Exchange]) -> Verdict? {
        Judge.judge(History([start] + exchanges))[id]?.verdict
    }

    @Test func `without a failed job nobody has to say why`() {
        let reason = "no scan failed, so none had to say why"
        #expect(verdict("STAT-009", [.poll("scan_a", at: 1, .complete, 14)]) == .skipped(reason: reason))
    }

    @Test(arguments: [
        (#"{"error":{"code":"market_unavailable","message":"No data."}}"#, true), (#"{"error":"No data."}"#, true),
        (#"{"error":{"code":17}}"#, true), (#"{"detail":"No data."}"#, true),
        (#"{"detail":{"message":"No data."}}"#, true),
        (#"{"message":"The scan failed."}"#, false), (#"{"error":null}"#, false), (#"{"error":""}"#, false),
        (#"{"error":{}}"#, false),
    ])
    func `a failure is explained by a text or code of its own`(body: String, isExplained: Bool) {
        let failed = Exchange.poll("scan_a", at: 1, .failed, 3).with { $0.outcome = .status(200, .failed, body: body) }
        #expect(verdict("STAT-009", [failed])?.kind == (isExplained ? .passed : .failed))
    }

    @Test func `a job that jumps is not accused where another one shows its steps`() {
        let jump =
            (0..<9).map { Exchange.poll("scan_a", at: 1 + Double($0), .scanning, 0) }
            + [.poll("scan_a", at: 12, .complete, 14)]
        #expect(verdict("PROG-006", jump)?.kind == .failed)
        let other = [
            Exchange.initiate("scan_b", at: 1, body: #"{"symbols":"B"}"#), .poll("scan_b", at: 2, .scanning, 6),
        ]
        #expect(verdict("PROG-006", jump + other) == .passed)
    }

    @Test func `a job that is over too soon shows nothing about its steps`() {
        let polls: [Exchange] = [.poll("scan_a", at: 1, .scanning, 0), .poll("scan_a", at: 2, .complete, 14)]
        let reason = "no scan ran long enough to be polled 5 times before it was complete"
        #expect(verdict("PROG-006", polls) == .skipped(reason: reason))
        #expect(verdict("PROG-005", polls) == .skipped(reason: "no scan was seen running with partial results"))
    }

    @Test func `a count that is overtaken by a slow response did not shrink`() {
        let slow = Exchange.poll("scan_a", at: 1, took: 5, .scanning, 2, found: 1)
        let fast = Exchange.poll("scan_a", at: 2, .scanning, 4, found: 6)
        #expect(verdict("PROG-007", [slow, fast]) == .passed)
        #expect(
            verdict("PROG-007", [slow, fast, .poll("scan_a", at: 3, .scanning, 4, found: 5)])?.kind == .failed
        )
    }

    @Test(arguments: [
        (Feature.links, ["INIT-003", "INIT-009"]), (.steps, ["PROG-003", "PROG-004", "PROG-006"]),
        (.echoedID, ["STAT-006", "RES-009"]), (.unknownIDs, ["STAT-007", "ISO-002", "ISO-005"]),
        (.partialResults, ["PROG-005", "PROG-007"]), (.percentage, ["PROG-008"]),
        (.filters, ["INIT-005", "INIT-006", "INIT-007", "INIT-008", "RES-011"]),
        (.opportunities, ["RES-005", "RES-006", "RES-007", "RES-008", "RES-010"]), (.diagnostics, ["ISO-004"]),
    ])
    func `what an API does not have is skipped`(feature: Feature, ids: [String]) {
        var history = Self.sound
        history.header.access.offers.remove(feature)
        let judgement = Judge.judge(history)
        for id in ids { #expect(judgement[id]?.verdict.kind == .skipped) }
        #expect(judgement.grade == .a)
    }

    @Test func `a job without any address counts once`() throws {
        var history = Self.sound
        try history.change(at: try #require(history.positions(.initiate).first)) {
            $0.pollURL = nil
            $0.resultsURL = nil
        }
        let summary = Judge.judge(history)["INIT-003"]?.finding.summary
        #expect(summary?.hasPrefix("1 of ") == true && summary?.hasSuffix("has an address that does not work") == true)
    }

    @Test func `where each initiation starts work of its own, too few flawless ones to decide are no fault`() throws {
        var history = Self.sound
        let initiations = history.events.filter { $0.operation == .initiate && $0.intent == .course }
        let kept = Set(initiations.prefix(5).map(\.id))
        history.events.removeAll { $0.operation == .initiate && !kept.contains($0.id) }
        #expect(Judge.judge(history)["RATE-004"]?.verdict.kind == .inconclusive)
        history.header.access.offers.remove(.filters)
        let skipped = try #require(Judge.judge(history)["RATE-004"])
        #expect(skipped.verdict.kind == .skipped)
        #expect(skipped.finding.summary.contains("no further initiations that the API allows; 5 of 5 initiations"))
        let first = try #require(history.events.firstIndex { kept.contains($0.id) })
        history.setOutcome(.status(503), at: first)
        #expect(Judge.judge(history)["RATE-004"]?.verdict.kind == .inconclusive)
    }

    @Test func `progress is judged where an API tells it in steps or in percent, and skipped where it tells none`() {
        var history = Self.sound
        history.header.access.offers.remove(.steps)
        #expect(Judge.judge(history)["PROG-002"]?.verdict == .passed)
        history.header.access.offers.remove(.percentage)
        let reason = "the profile opportunity-scan says that the API tells no progress"
        #expect(Judge.judge(history)["PROG-002"]?.verdict == .skipped(reason: reason))
    }
}
