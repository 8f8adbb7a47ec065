//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Probe
import ProbeHistory
import Testing

@Suite struct ProfileTests {
    @Test func `the built-in profile loads`() throws {
        let profile = try Profile.load("opportunity-scan")
        #expect(profile.initiate.accepts == [200, 201, 202])
        #expect(profile.states["not_found"] == .notFound)
        #expect(profile.login?.token.first?.description == "access_token")
        #expect(profile.offers == Feature.ofScans)
        #expect(Profile.builtInNames == Profile.builtInNames.sorted())
        #expect(
            Set(Profile.builtInNames).isSuperset(of: ["google-lro", "http-202", "ogc-processes", "opportunity-scan"])
        )
    }

    @Test(arguments: [
        ("base_path:", "base_pth:", "my.yaml:13: unknown key `base_pth`; did you mean `base_path`?"),
        ("  state: [status", "  stauts: [status", "unknown key `stauts` in `read`; did you mean `state`?"),
        (
            "  scanning: [scanning]", "  scaning: [scanning]",
            "unknown key `scaning` in `states`; did you mean `scanning`?"
        ),
        ("  complete: [complete]\n", "", "nothing says when a job is complete"),
        ("made_up_id: scan_{hex32}\n", "", "the key `made_up_id` is missing"),
        (
            "not_found_statuses: [404]", "not_found_statuses: [four]",
            "`not_found_statuses` must be a whole number from 100 to 599"
        ),
        (
            "not_found_statuses: [404]", "not_found_statuses: 404",
            "`not_found_statuses` must be a list of whole numbers"
        ),
        (
            "path: /opportunities/status/{scan_id}", "path: /opportunities/status",
            "`status.path` must be a path with `{job_id}`"
        ),
        (
            "  method: GET\n  path: /opportunities/status", "  method: fetch\n  path: /opportunities/status",
            "`status.method` must be a method in capitals"
        ),
        ("failed: [failed]", "failed: [complete]", "`complete` means `complete`"),
        ("  scan_id: [scan_id, data.scan_id]", "  scan_id: {a: b}", "unknown key `a` in `read.scan_id`"),
        ("Bearer {token}", "Bearer", "`credentials.header` must be a header"),
        ("name: opportunity-scan", "name: [", "this is not YAML"),
        ("made_up_id:", "name: twice\nmade_up_id:", "the key `name` stands there twice"),
    ])
    func `a mistake is told in one line that names file, line and key`(
        original: String,
        mistake: String,
        words: String
    ) throws {
        let text = try #require(Profile.builtInText("opportunity-scan"))
        try #require(text.contains(original))
        let broken = text.replacing(original, with: mistake, maxReplacements: 1)
        let failure = #expect(throws: ProbeFailure.self) { try Profile(yaml: broken, fileName: "my.yaml") }
        let message = try #require(failure?.message)
        #expect(message.contains(words), "\(message)")
        #expect(message.contains(#/^my\.yaml:\d+: /#), "\(message)")
        #expect(!message.contains("\n"))
        #expect(failure?.code == .badProfile)
    }

    @Test func `the line of a mistake is where it stands`() throws {
        let text = try #require(Profile.builtInText("opportunity-scan"))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.hasPrefix("  percentage:") }) + 1
        let broken = text.replacing("  percentage:", with: "  percentge:")
        let failure = #expect(throws: ProbeFailure.self) { try Profile(yaml: broken, fileName: "my.yaml") }
        #expect(failure?.message.hasPrefix("my.yaml:\(line): ") == true, "\(failure?.message ?? "")")
    }

    @Test(arguments: [
        ("opportunity-scam", "did you mean `opportunity-scan`?"), ("nothing-like-it", "built in: airflow, "),
        ("/no/such/file.yaml", "/no/such/file.yaml cannot be read"),
    ])
    func `a profile that is not there is told so`(name: String, words: String) throws {
        let failure = #expect(throws: ProbeFailure.self) { try Profile.load(name) }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
    }

    @Test func `a profile without a login speaks to deployments without one`() throws {
        let text = try #require(Profile.builtInText("opportunity-scan"))
        let start = try #require(text.firstRange(of: "login:\n")).lowerBound
        let end = try #require(text.firstRange(of: "initiate:\n")).lowerBound
        let profile = try Profile(yaml: String(text[..<start] + text[end...]), fileName: "my.yaml")
        #expect(profile.login == nil)
    }
}
