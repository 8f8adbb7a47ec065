//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Probe
import ProbeHistory
import Testing

@Suite struct KnownFailureFileTests {
    private static let ids = ["STAT-002", "STAT-003", "RATE-001"]
    private static let text = """
        # Lost polls, until the next release.
        STAT-002:
          reason: "OPS-17: lookups live in one worker's memory"
          expires: 2026-12-31
        RATE-001:
          reason: follows from it
          expires: 2026-06-30
        """

    private func list(_ text: String) throws(ProbeFailure) -> [KnownFailure] {
        try KnownFailure.list(yaml: text, fileName: "known.yaml", ids: Self.ids)
    }

    @Test func `a list is read in its order`() throws {
        #expect(
            try list(Self.text) == [
                KnownFailure(
                    id: "STAT-002",
                    reason: "OPS-17: lookups live in one worker's memory",
                    expires: "2026-12-31"
                ), KnownFailure(id: "RATE-001", reason: "follows from it", expires: "2026-06-30"),
            ]
        )
        #expect(try list("{}") == [])
    }

    @Test func `the last day still counts, in whatever detail the time is given`() {
        let failure = KnownFailure(id: "STAT-002", reason: "", expires: "2026-12-31")
        #expect(!failure.isExpired(on: "2026-12-31T23:59:59.9Z"))
        #expect(failure.isExpired(on: "2027-01-01"))
        #expect(!failure.isExpired(on: "2026-02-01"))
    }

    @Test(arguments: [
        ("STAT-002:", "STAT-02:", "known.yaml:2: there is no requirement `STAT-02`; did you mean `STAT-002`?"),
        ("RATE-001:", "STAT-002:", "known.yaml:5: the key `STAT-002` stands there twice"),
        ("  reason: follows from it\n", "", "known.yaml:6: the key `RATE-001.reason` is missing"),
        ("  reason: f", "  raeson: f", "known.yaml:6: unknown key `raeson` in `RATE-001`; did you mean `reason`?"),
        ("2026-06-30", "2026-06-31", "known.yaml:7: `RATE-001.expires` must be a date such as 2026-12-31"),
        ("2026-06-30", "30.6.2026", "known.yaml:7: `RATE-001.expires` must be a date such as 2026-12-31"),
        ("2026-06-30", "2026-06-30T12:00:00Z", "known.yaml:7: `RATE-001.expires` must be a date"),
        ("2026-06-30", "[]", "known.yaml:7: `RATE-001.expires` must be a text"),
    ])
    func `a mistake is told in one line that names file, line and key`(
        original: String,
        mistake: String,
        words: String
    ) throws {
        try #require(Self.text.contains(original))
        let failure = #expect(throws: ProbeFailure.self) {
            try list(Self.text.replacing(original, with: mistake, maxReplacements: 1))
        }
        let message = try #require(failure?.message)
        #expect(message.hasPrefix(words), "\(message)")
        #expect(failure?.code == .badKnownFailures)
    }

    @Test func `a file that cannot be read is told`() {
        let failure = #expect(throws: ProbeFailure.self) { try KnownFailure.load("/no/such.yaml", ids: Self.ids) }
        #expect(failure?.message.contains("/no/such.yaml cannot be read") == true)
    }
}
