//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeHistory
import ProbeReports
import TestSupport
import Testing

@Suite struct ReportTests {
    @Test func `the report has the fields of the contract`() throws {
        let json = try JSONSerialization.jsonObject(with: Samples.report(Samples.broken).json())
        let report = try #require(json as? [String: Any])
        #expect(
            Set(report.keys) == [
                "contract", "format", "tool", "target", "plan", "started_at", "duration_seconds", "ended", "verdict",
                "grade",
                "groups", "rates", "latency_ms", "requirements", "history", "workers", "explanation",
            ]
        )
        #expect(report["tool"] as? [String: String] == ["name": "scan-probe", "version": "0.1.0"])
        #expect(report["verdict"] as? String == "FAIL")
        #expect(report["grade"] as? String == "F")
        #expect(report["duration_seconds"] as? Double == 61.5)
        #expect(report["history"] as? String == "history.jsonl")
        let groups = try #require(report["groups"] as? [String: [String]])
        #expect(groups["run"] == ["initiate", "status", "progress", "results", "rates"])
        #expect(groups["not_run"]?.first == "isolation")
        let rates = try #require(report["rates"] as? [String: [String: Any]])
        #expect(
            Set(rates.keys) == [
                "status_found", "status_correct", "results", "initiate", "first_polls", "scans_flawless",
            ]
        )
        #expect(rates["status_found"]?["trials"] as? Int == 120)
        #expect(rates["status_found"]?["decision"] as? String == "failed")
        // Found, lost, lost, found, lost, …: the fourth one alone puts the decision off again.
        #expect(rates["status_found"]?["decided_after"] as? Int == 5)
        #expect(rates["initiate"]?["decided_after"] == nil)
        #expect(rates["initiate"]?["flawless_trials_to_pass"] as? Int == 87)
        #expect(Set(rates["scans_flawless"]?.keys.map { $0 } ?? []) == ["successes", "trials", "lower", "upper"])
        let latency = try #require(report["latency_ms"] as? [String: [String: Any]])
        for field in ["p50", "p90", "p99", "max"] { #expect(latency["status"]?[field] as? Double == 12, "\(field)") }
        #expect(latency["status"]?["answers"] as? Int == 120)
        let bounds = try #require(latency["status"]?["bounds"] as? [String: [String: Double]])
        // 120 responses are too few to bound the 99th percentile from above.
        let both = ["lower": 12.0, "upper": 12]
        #expect(bounds == ["p50": both, "p90": both, "p99": ["lower": 12]])
        let requirements = try #require(report["requirements"] as? [[String: Any]])
        let lost = try #require(requirements.first { $0["id"] as? String == "STAT-002" })
        #expect(lost["level"] as? String == "MUST")
        #expect(lost["verdict"] as? String == "failed")
        let evidence = try #require((lost["evidence"] as? [[String: Any]])?.first)
        #expect(evidence["event"] as? Int == 3)
    }

    @Test func `known failures stand in the report, which is the same as ever without a list`() throws {
        let list = [KnownFailure(id: "STAT-002", reason: "OPS-17", expires: "2026-12-31")]
        let judgement = Judge.judge(Samples.broken, knownFailures: list)
        let data = try Report(judgement: judgement, history: Samples.broken).json()
        let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let requirements = try #require(report["requirements"] as? [[String: Any]])
        let lost = try #require(requirements.first { $0["id"] as? String == "STAT-002" })
        #expect(lost["verdict"] as? String == "failed")
        #expect(lost["known"] as? [String: String] == ["reason": "OPS-17", "expires": "2026-12-31"])
        #expect(requirements.count { $0["known"] != nil } == 1)
        let known = try #require(report["known_failures"] as? [String: Any])
        #expect(Set(known.keys) == ["listed", "known", "passed", "expired", "verdict"])
        #expect(known["verdict"] as? String == "FAIL")
        #expect(report["verdict"] as? String == "FAIL")
    }

    @Test func `a report survives its JSON, and equal ones give equal bytes`() throws {
        let report = Samples.report(Samples.broken)
        #expect(try Report(json: report.json()) == report)
        #expect(try report.json() == Samples.report(Samples.broken).json())
    }

    @Test(arguments: [
        (#""ended" : "finished""#, #""ended" : "bored""#, "ended", "bored"),
        (#""verdict" : "passed""#, #""verdict" : "perhaps""#, "verdict", "perhaps"),
        (#""level" : "MUST""#, #""level" : "HAVE TO""#, "level", "HAVE TO"),
    ])
    func `a word that no report has is an error that names it`(
        good: String,
        bad: String,
        field: String,
        word: String
    )
        throws
    {
        let text = String(decoding: try Samples.report(Samples.sound).json(), as: UTF8.self)
        let place = try #require(text.range(of: good))
        let spoilt = Data(text.replacingCharacters(in: place, with: bad).utf8)
        let error = #expect(throws: UnreadableReport.self) { try Report(json: spoilt) }
        let description = try #require(error).description
        #expect(description.contains(field) && description.contains(word), "\(description)")
    }

    @Test(.temporaryFolder) func `a report and a copy of its history are written into a new folder`() throws {
        let folder = try TemporaryFolder.url
        let out = folder.appending(path: "a/b")
        let report = Samples.report(Samples.sound)
        try ReportFiles.write(report: report, of: JudgingContext(Samples.sound), to: out)
        #expect(try Report(json: Data(contentsOf: out.appending(path: "report.json"))) == report)

        let history = folder.appending(path: "old.jsonl")
        try Data("line\n".utf8).write(to: history)
        try ReportFiles.copy(history: history, to: out)
        let copy = out.appending(path: "history.jsonl")
        try ReportFiles.copy(history: copy, to: out)
        #expect(try Data(contentsOf: copy) == Data("line\n".utf8))
    }
}
