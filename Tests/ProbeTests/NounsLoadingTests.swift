//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import Testing

/// The words of a profile, and the two names that some keys have.
@Suite struct NounsLoadingTests {
    private static func profile(
        _ name: String = "ogc-processes",
        _ original: String,
        _ replacement: String
    ) throws -> Profile {
        let text = try #require(Profile.builtInText(name))
        try #require(text.contains(original))
        return try Profile(yaml: text.replacing(original, with: replacement), fileName: "my.yaml")
    }

    @Test func `the built-in profiles say what their APIs call things`() throws {
        #expect(try Profile.load("opportunity-scan").nouns == .ofScans)
        #expect(try Profile.load("google-lro").nouns == Nouns(job: try #require(Noun("operation"))))
        #expect(try Profile.load("http-202").nouns == Nouns())
        #expect(try Profile.load("ogc-processes").nouns == Nouns())
    }

    @Test func `words are read with regular and irregular plurals`() throws {
        let words = "nouns: {job: analysis, jobs: analyses, step: query, item: finding, running: active}"
        let nouns = try Self.profile("ogc-processes", "nouns:\n  job: job", words).nouns
        #expect(nouns.job.many == "analyses")
        #expect(nouns.step.many == "queries")
        #expect(nouns.item.many == "findings")
        #expect(nouns.running == "active")
        #expect(try Self.profile("ogc-processes", "nouns:\n  job: job\n", "").nouns == Nouns())
    }

    @Test(arguments: [
        ("ogc-processes", "  job: job", "  jop: job", "unknown key `jop` in `nouns`; did you mean `job`?"),
        ("ogc-processes", "  job: job", "  job: <b>", "`nouns.job` must be a word of letters"),
        ("ogc-processes", "  job: job", "  jobs: x", "`nouns.jobs` is the plural of `nouns.job`, which is missing"),
        ("ogc-processes", "  job: job", "  job: job\n  running: 7", "`nouns.running` must be a word of letters"),
        ("ogc-processes", "  job: job", "  job: [a, b]", "`nouns.job` must be a text"),
        ("ogc-processes", "nouns:\n  job: job", "nouns: job", "`nouns` must be a mapping of keys to values"),
        ("ogc-processes", "  job_id: [jobID]", "  job_id: [jobID]\n  scan_id: [jobID]", "are two names for one thing"),
        (
            "ogc-processes", "  running: [running]", "  running: [running]\n  scanning: [x]",
            "are two names for one thing"
        ),
        ("google-lro", "  running: [name]", "  running: [name]\n  scanning: [name]", "are two names for one thing"),
        ("ogc-processes", "/jobs/{job_id}/results", "/jobs/{job_id}/{scan_id}", "are two names for one thing"),
    ])
    func `a mistake is told with file, line and key`(
        profile: String,
        original: String,
        replacement: String,
        words: String
    ) throws {
        let failure = #expect(throws: ProbeFailure.self) { try Self.profile(profile, original, replacement) }
        let message = try #require(failure?.message)
        #expect(message.contains(words), "\(message)")
        #expect(message.contains(#/^my\.yaml:\d+: /#), "\(message)")
    }

    @Test(arguments: ["google-lro", "http-202", "ogc-processes"])
    func `the names that the scan API's profile uses mean the same`(name: String) throws {
        let text = try #require(Profile.builtInText(name))
        let older = text.replacing("job_id", with: "scan_id").replacing("  running:", with: "  scanning:")
        #expect(older != text)
        #expect(try Profile(yaml: older, fileName: "my.yaml") == Profile.load(name))
    }
}
