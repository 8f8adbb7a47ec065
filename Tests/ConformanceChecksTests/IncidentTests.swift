//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// The incident that the project began with: a poll every three seconds, whose responses flicker between workers.
@Suite struct IncidentTests {
    /// `n` not found, `s` scanning, `c` complete, one letter for each of sixty polls.
    private static let course = "nnnsssnnsssnnsssnnsnsnnsssnsnssnnnnnnnnncncnccncnnccncnncnnc"

    private var history: History {
        var exchanges = [Exchange.initiate("scan_a", at: 0, body: "{}")]
        for (index, letter) in Self.course.enumerated() {
            let time = 3 * Double(index + 1)
            let poll =
                letter == "c"
                ? Exchange.poll("scan_a", at: time, .complete, 14, found: 5)
                : .poll("scan_a", at: time, .scanning, min(index, 13))
            exchanges.append(poll.with { if letter == "n" { $0.outcome = .status(200, .notFound) } })
        }
        for read in 0..<5 {
            let results = Exchange.results("scan_a", at: 190 + Double(read), listed: 5, digest: "d")
            exchanges.append(results.with { $0.outcome = .notFound(read) })
        }
        return History(exchanges, groups: [.initiate, .status, .progress, .results, .rates]) {
            $0.jobs.budget = .seconds(180)
        }
    }

    @Test func `the incident gets an F for the right reasons`() {
        let judgement = Judge.judge(history)
        let failed = judgement.rulings.filter { $0.verdict.kind == .failed }.map(\.requirement.id)
        #expect(failed == ["STAT-001", "STAT-002", "STAT-008", "RES-001", "RATE-001", "RATE-002", "RATE-003"])
        #expect(judgement.grade == .f)
        #expect(judgement.groupsNotRun.contains(.isolation))
    }

    @Test func `evidence names the event, the request and the response`() throws {
        let evidence = try #require(Judge.judge(history)["STAT-002"]?.verdict.evidence.first)
        #expect(evidence.event == 2)
        #expect(evidence.note == "+3.000 s GET /api/v1/opportunities/status/scan_a on connection 2 → 200 not_found")
    }
}
