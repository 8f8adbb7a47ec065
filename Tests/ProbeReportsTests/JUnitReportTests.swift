//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import ProbeReports
import Testing

@Suite struct JUnitReportTests {
    /// The elements and attributes of the format, as in the schema of Jenkins' xUnit plugin.
    private static let known: [String: Set<String>] = [
        "testsuites": ["name", "tests", "failures", "errors", "time"],
        "testsuite": ["name", "tests", "failures", "errors", "skipped", "time", "timestamp"],
        "properties": [], "property": ["name", "value"],
        "testcase": ["classname", "name", "time"],
        "failure": ["message", "type"], "error": ["message", "type"], "skipped": ["message"], "system-out": [],
    ]

    private func suites(_ report: Report) throws -> MarkupReader.Element {
        try MarkupReader.read(JUnitReport(report).render())
    }

    @Test func `there is a suite for each group and a case for each requirement`() throws {
        let report = Samples.report(Samples.broken)
        let suites = try self.suites(report)
        #expect(suites.name == "testsuites")
        // A group without requirements in the catalogue has no suite.
        let groups = RequirementGroup.allCases.filter { group in report.requirements.contains { $0.group == group } }
        #expect(suites.all("testsuite").compactMap { $0.attributes["name"] } == groups.map(\.rawValue))
        let names = suites.all("testcase").compactMap { $0.attributes["name"] }
        #expect(names == report.requirements.map { "\($0.id) \($0.statement)" })
        for element in suites.all {
            #expect(Self.known[element.name]?.isSuperset(of: element.attributes.keys) == true, "\(element.name)")
        }
    }

    @Test func `each suite says by which version of the contract it was judged`() throws {
        var report = Samples.report(Samples.sound)
        func stated() throws -> [String] {
            try suites(report).all("property").filter { $0.attributes["name"] == "contract" }
                .compactMap { $0.attributes["value"] }
        }
        #expect(Set(try stated()) == ["1.1"])
        report.contract = nil
        #expect(try stated().isEmpty)
    }

    @Test func `the counts are those of the cases, which have one result each`() throws {
        var report = Samples.report(Samples.broken)
        report.requirements[0].verdict = .harnessError
        let suites = try self.suites(report)
        for suite in suites.all("testsuite") {
            #expect(suite.attributes["tests"] == "\(suite.all("testcase").count)")
            #expect(suite.attributes["failures"] == "\(suite.all("failure").count)")
            #expect(suite.attributes["errors"] == "\(suite.all("error").count)")
            #expect(suite.attributes["skipped"] == "\(suite.all("skipped").count)")
        }
        #expect(suites.attributes["failures"] == "\(suites.all("failure").count)")
        #expect(suites.attributes["errors"] == "1")
        #expect(suites.all("testcase").allSatisfy { $0.children.count == 1 })
    }

    @Test func `a failure carries its proof, and what was skipped its reason`() throws {
        let suites = try self.suites(Samples.report(Samples.broken))
        let lost = try #require(suites.all("testcase").first { $0.attributes["name"]?.hasPrefix("STAT-002") == true })
        let failure = try #require(lost.all("failure").first)
        #expect(failure.attributes["type"] == "MUST")
        #expect(failure.attributes["message"]?.hasPrefix("80 of 120 status polls were answered not_found") == true)
        #expect(failure.text.contains("event 3: +3.000 s GET /api/v1/opportunities/status/scan_a on connection 3"))
        #expect(failure.text.contains("HTTP 404"))
        #expect(failure.text.contains("Usually:"))
        let isolation = try #require(suites.all("testsuite").first { $0.attributes["name"] == "isolation" })
        #expect(isolation.all("skipped").allSatisfy { $0.attributes["message"]?.contains("does not run") == true })
    }
}
