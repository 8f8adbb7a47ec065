//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeHistory
import ProbeReports
import Testing

@Suite(
    .enabled("python3 with jsonschema is missing: apt-get install python3-jsonschema") {
        try await SchemaValidator.isInstalled
    }
)
struct SchemaTests {
    @Test(arguments: [Samples.broken, Samples.sound, Samples.history(saying: Samples.hostile)])
    func `reports are valid`(history: History) async throws {
        #expect(try await SchemaValidator.problems(in: Samples.report(history).json()) == "")
    }

    @Test func `a report about nothing at all is valid`() async throws {
        var history = Samples.sound
        history.events = []
        history.footer = nil
        #expect(try await SchemaValidator.problems(in: Samples.report(history).json()) == "")
    }

    @Test func `a report with known failures is valid`() async throws {
        let list = [
            KnownFailure(id: "STAT-002", reason: "OPS-17", expires: "2026-12-31"),
            KnownFailure(id: "STAT-006", reason: "OPS-18", expires: "2026-01-01"),
        ]
        let judgement = Judge.judge(Samples.broken, knownFailures: list)
        let report = Report(judgement: judgement, history: Samples.broken)
        #expect(try await SchemaValidator.problems(in: report.json()) == "")
    }

    @Test func `a report of before the contract had a version is valid, and reads as stating none`() async throws {
        var report = Samples.report(Samples.broken)
        #expect(report.contract == "1.1")
        report.contract = nil
        let json = try report.json()
        #expect(!String(decoding: json, as: UTF8.self).contains("\"contract\""))
        #expect(try await SchemaValidator.problems(in: json) == "")
        #expect(try Report(json: json).contract == nil)
    }

    @Test func `fields of later versions are valid`() async throws {
        var report = try Self.object(Samples.report(Samples.broken))
        report["signed_by"] = ["ann"]
        report["grade"] = "F+"
        var rates = try #require(report["rates"] as? [String: Any])
        var found = try #require(rates["status_found"] as? [String: Any])
        found["method"] = "betting"
        rates["status_found"] = found
        rates["recovery"] = ["window": "p99"]
        report["rates"] = rates
        #expect(try await SchemaValidator.problems(in: JSONSerialization.data(withJSONObject: report)) == "")
    }

    @Test(arguments: [
        "format", "tool", "target", "plan", "started_at", "duration_seconds", "verdict", "grade", "groups", "rates",
        "latency_ms", "requirements", "history",
    ])
    func `a report without a field that programs rely on is not valid`(field: String) async throws {
        var report = try Self.object(Samples.report(Samples.broken))
        report[field] = nil
        #expect(try await SchemaValidator.problems(in: JSONSerialization.data(withJSONObject: report)).contains(field))
    }

    @Test func `values that cannot be are not valid`() async throws {
        let report = try Self.object(Samples.report(Samples.broken))
        for (field, value) in [
            ("verdict", "PASS"), ("verdict", "pass"), ("grade", "E"), ("started_at", "10:15:30"),
            ("duration_seconds", "1"), ("format", "2"), ("contract", "one"),
        ] {
            let changed = report.merging([field: value]) { _, new in new }
            let problems = try await SchemaValidator.problems(in: JSONSerialization.data(withJSONObject: changed))
            #expect(!problems.isEmpty, "\(field) \(value)")
        }
    }

    // MARK: - Fixtures

    private static func object(_ report: Report) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
    }
}
