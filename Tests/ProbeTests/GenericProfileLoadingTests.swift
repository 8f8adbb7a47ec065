//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import Testing

/// The profile keys for other APIs than the scan API, and the messages for their errors.
@Suite struct GenericProfileLoadingTests {
    struct Mistake: Sendable {
        var profile: String
        var original: String
        var replacement: String
        var words: String

        init(_ profile: String, _ original: String, _ replacement: String, _ words: String) {
            self.profile = profile
            self.original = original
            self.replacement = replacement
            self.words = words
        }
    }

    @Test(arguments: [
        // Misspelt keys and words.
        Mistake("google-lro", "signs:\n", "sings:\n", "unknown key `sings`; did you mean `signs`?"),
        Mistake(
            "google-lro",
            "  failed: [error]",
            "  faild: [error]",
            "unknown key `faild` in `signs`; did you mean `failed`?"
        ),
        Mistake("google-lro", "  result: [", "  resutl: [", "unknown key `resutl` in `read`; did you mean `result`?"),
        Mistake(
            "google-lro",
            "    default: v1",
            "    defualt: v1",
            "unknown key `defualt` in `parameters.version`; did you mean"
        ),
        Mistake(
            "google-lro",
            "offers: [echoed_id",
            "offers: [echoed_ids",
            "unknown feature `echoed_ids` in `offers`; did you mean `echoed_id`?"
        ),
        Mistake(
            "google-lro",
            "{version}",
            "{vesion}",
            "unknown placeholder `{vesion}` in `status.path`; did you mean `version`?"
        ),
        Mistake(
            "google-lro",
            "{version}/{+job_id}",
            "{version}/{+jobid}",
            "unknown placeholder `{jobid}` in `status.path`; did you mean `job_id`?"
        ),
        Mistake(
            "ogc-processes",
            "  id_header:",
            "  id_haeder:",
            "unknown key `id_haeder` in `initiate`; did you mean `id_header`?"
        ),
        // Values of the wrong form.
        Mistake(
            "ogc-processes",
            "*/jobs/{job_id}\"",
            "*/jobs/\"",
            "`initiate.id_header` must be a header that ends in the id"
        ),
        Mistake("ogc-processes", "\"{uuid}\"", "job-1", "`made_up_id` must be an id with `{hex32}` or `{uuid}` in it"),
        Mistake("ogc-processes", "    Prefer:", "    Host:", "`initiate.headers.Host` is set by the prober"),
        Mistake(
            "ogc-processes",
            "    Prefer:",
            "    Pre fer:",
            "`initiate.headers.Pre fer` must be a header field in plain ASCII"
        ),
        Mistake(
            "ogc-processes",
            "path: /jobs/{job_id}\n",
            "path: /jobs /{job_id}\n",
            "`status.path` must be a path as it stands in an address"
        ),
        Mistake("ogc-processes", "'{\"inputs\":", "'{inputs:", "`bodies` must be a list of JSON texts"),
        Mistake(
            "http-202",
            "heeds_retry_after: true",
            "heeds_retry_after: often",
            "`heeds_retry_after` must be true or false"
        ),
        Mistake(
            "http-202",
            "results_redirects: [303]",
            "results_redirects: [200]",
            "`results_redirects` must be a whole number from 300 to 399"
        ),
        // Contradictions.
        Mistake(
            "http-202",
            "complete_statuses: [200, 201, 204, 303]\n",
            "",
            "`results: status` needs a way to tell the state"
        ),
        Mistake(
            "http-202",
            "pending_statuses: [202]",
            "pending_statuses: [202, 303]",
            "303 stands in `complete_statuses` and in `pending_statuses`"
        ),
        Mistake(
            "http-202",
            "  id_header: \"Location: {+job_id}\"\n",
            "",
            "nothing says where the id of a new job stands"
        ),
        Mistake(
            "http-202",
            "{+job_id}\"\nstatus",
            "*/{job_id}\"\nstatus",
            "which needs `initiate.id_header: \"Location: {+job_id}\"`"
        ),
        Mistake(
            "http-202",
            "results: {in: status, may_be_empty: true}",
            "results: {method: GET, path: '/results/{+job_id}'}",
            "`results_redirects` needs `results: status`"
        ),
        Mistake(
            "http-202",
            "offers: []",
            "offers: [steps]",
            "`offers` has `steps`, for which the key `read.completed` is missing"
        ),
        Mistake("http-202", "offers: []", "offers: [unknown_ids]", "for which the key `made_up_id` is missing"),
        Mistake("ogc-processes", "  result: [$]\n", "", "nothing says where the results stand"),
        Mistake("ogc-processes", "  state: [status]\n", "", "a status needs a way to tell the state"),
        Mistake(
            "google-lro",
            "  state: [done]\n",
            "",
            "`states` has words, but `read.state` does not say where they stand"
        ),
        Mistake(
            "ogc-processes",
            "failed: [failed, dismissed]",
            "failed: [failed, running]",
            "`running` means `running`"
        ),
        Mistake("ogc-processes", "offers: [percentage, echoed_id, unknown_ids]\n", "", "the key `offers` is missing"),
    ])
    func `a mistake is told in one line that names file, line and key`(mistake: Mistake) throws {
        let text = try #require(Profile.builtInText(mistake.profile))
        try #require(text.contains(mistake.original), "\(mistake)")
        let broken = text.replacing(mistake.original, with: mistake.replacement, maxReplacements: 1)
        let failure = #expect(throws: ProbeFailure.self) { try Profile(yaml: broken, fileName: "my.yaml") }
        let message = try #require(failure?.message)
        #expect(message.contains(mistake.words), "\(message)")
        #expect(message.contains(#/^my\.yaml:\d+: /#), "\(message)")
        #expect(!message.contains("\n"))
        #expect(failure?.code == .badProfile)
    }

    @Test func `parameters fill paths, headers and bodies, and go before their defaults`() throws {
        let profile = try Profile.load("ogc-processes", parameters: ["process": "buffer", "body": #"{"inputs":{}}"#])
        #expect(profile.initiate.path == "/processes/buffer/execution")
        #expect(profile.bodies == [#"{"inputs":{}}"#])
        #expect(profile.parameters.map(\.name) == ["process", "body"])
    }

    @Test(arguments: [
        (["proces": "x"], "has no parameter `proces`: it has process, body; did you mean `process`?"),
        (["process": "two words"], "`initiate.path` must be a path as it stands in an address"),
        (["body": "{"], "`bodies` must be a list of JSON texts, not `{`"),
    ])
    func `a value that does not fit is told`(parameters: [String: String], words: String) throws {
        let failure = #expect(throws: ProbeFailure.self) { try Profile.load("ogc-processes", parameters: parameters) }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
    }

    @Test func `a profile without parameters says that it has none`() throws {
        let failure = #expect(throws: ProbeFailure.self) {
            try Profile.load("opportunity-scan", parameters: ["a": "b"])
        }
        #expect(failure?.message == "the profile opportunity-scan has no parameter `a`: it has none")
    }

    private static let headers: [(pattern: String, location: String, id: String?)] = [
        ("*/jobs/{job_id}", "http://host/ogc/jobs/a-1", "a-1"), ("*/jobs/{job_id}", "/jobs/a%20b?f=json", "a b"),
        ("*/jobs/{job_id}", "/jobs/a/results", nil), ("*/jobs/{job_id}", "/queue/a", nil),
        ("*/{job_id}", "/a/b/c", "c"), ("*/{job_id}", "/a/b/", nil),
        ("/v1/{+job_id}", "/v1/operations/7", "operations/7"),
        ("*/v1/{+job_id}", "http://host/v1/operations/v1/7", "operations/v1/7"), ("/v1/{job_id}", "/v2/7", nil),
        ("{+job_id}", "/queue/7?ticket=8#top", "/queue/7?ticket=8"), ("{+job_id}", "8", "/work/8"),
        ("{+job_id}", "http://host:81/queue/7", "/queue/7"), ("{+job_id}", "https://host:81/queue/7", nil),
        ("{+job_id}", "http://elsewhere:81/queue/7", nil), ("{+job_id}", "http://host:81//elsewhere/7", nil),
        ("{+job_id}", "", nil),
    ]

    @Test(arguments: Self.headers)
    func `the id is read from a header`(pattern: String, location: String, id: String?) throws {
        let text = try #require(Profile.builtInText(pattern == "{+job_id}" ? "http-202" : "ogc-processes"))
            .replacing("Location: */jobs/{job_id}", with: "Location: \(pattern)")
        let interpreter = Interpreter(profile: try Profile(yaml: text, fileName: "my.yaml"))
        let parsed = interpreter.understand(
            body: "",
            status: 202,
            operation: .initiate,
            headers: ["location": location],
            url: "http://host:81/work/start"
        )
        #expect(parsed?.jobID == id)
    }
}
