//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import ProfileAuthoring
import Testing

/// Profiles that are written from documents.
@Suite struct `A document` {
    private static let description = """
        {"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{
          "/health":{"get":{"responses":{"200":{}}}},
          "/login":{"post":{"responses":{"200":{}}}},
          "/jobs":{"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Order"}}}},
            "responses":{"202":{"content":{"application/json":{"schema":{}}}}}}},
          "/jobs/{job_id}":{"get":{"parameters":[{"name":"job_id","in":"path"}],"responses":{"200":{}}}},
          "/jobs/{job_id}/result":{"get":{"parameters":[{"name":"job_id","in":"path"}],"responses":{"200":{}}}}},
         "components":{"schemas":{"Order":{"type":"object","required":["name","pages"],"properties":{
          "name":{"type":"string"},"pages":{"type":"integer","minimum":2},"note":{"type":"string"}}}}}}
        """

    @Test func `of an API names the call that begins a job, its body, and the status`() throws {
        let description = OpenAPIDescription(try Document(Self.description, name: "openapi.json"))
        let beginning = try description.beginning()
        #expect(beginning.calls == [Beginning.Call(method: "POST", path: "/jobs")])
        #expect(beginning.status == "/jobs/{job_id}")
        #expect(beginning.body == #"{"name":"probe","pages":2}"#)
        #expect(description.server == nil)
    }

    @Test func `may be YAML, and name its server`() throws {
        let yaml = """
            openapi: 3.0.0
            servers: [{url: "https://api.example.com"}]
            paths:
              /tasks:
                post: {responses: {"202": {}}}
              /tasks/{id}:
                get: {responses: {"200": {}}}
            """
        let description = OpenAPIDescription(try Document(yaml, name: "openapi.yaml"))
        #expect(description.server == "https://api.example.com")
        #expect(try description.beginning().calls == [Beginning.Call(method: "POST", path: "/tasks")])
    }

    @Test func `with several calls that may begin a job asks which`() throws {
        let paths = ["/a", "/b"].map { #""\#($0)":{"post":{}},"\#($0)/{id}":{"get":{}}"# }.joined(separator: ",")
        let description = OpenAPIDescription(
            try Document(#"{"openapi":"3.1.0","paths":{\#(paths)}}"#, name: "two.json")
        )
        let failure = #expect(throws: ProbeFailure.self) { try description.beginning() }
        #expect(failure?.message.contains("`POST /a`, `POST /b`: choose with --start") == true)
        let chosen = try description.beginning(start: Beginning.Call("POST /b"))
        #expect(chosen.status == "/b/{job_id}")
    }

    @Test func `that is neither JSON nor YAML is refused with its line`() {
        let failure = #expect(throws: ProbeFailure.self) { try Document("a: [\nb", name: "x.har") }
        #expect(failure?.message.hasPrefix("x.har:") == true)
    }

    // MARK: - Recordings

    private static func entry(
        _ method: String,
        _ path: String,
        _ status: Int,
        _ body: String,
        _ second: Int,
        posted: String? = nil
    ) -> JSONValue {
        var request: [String: JSONValue] = [
            "method": .string(method), "url": .string("https://api.example.com\(path)"),
            "headers": .array([.object(["name": .string("X-Api-Key"), "value": .string("secret")])]),
        ]
        if let posted { request["postData"] = .object(["text": .string(posted)]) }
        let response: JSONValue = .object([
            "status": .number(String(status)), "headers": .array([]), "content": .object(["text": .string(body)]),
        ])
        return .object([
            "startedDateTime": .string("2026-01-01T00:00:\(second).000Z"), "request": .object(request),
            "response": response,
        ])
    }

    private static func recording(_ entries: [JSONValue]) throws -> Recording {
        let har = JSONValue.object(["log": .object(["entries": .array(entries)])])
        return Recording(try Document(har.canonicalText, name: "recording.har"))
    }

    @Test func `in which a browser recorded a job becomes a profile`() throws {
        let recording = try Self.recording([
            Self.entry("GET", "/app.js", 200, "js", 10),
            Self.entry("POST", "/exports", 202, #"{"export":{"id":"e-4711aa"}}"#, 11, posted: #"{"table":"orders"}"#),
            Self.entry("GET", "/exports/e-4711aa", 200, #"{"state":"RUNNING"}"#, 12),
            Self.entry("GET", "/exports/e-4711aa", 200, #"{"state":"SUCCEEDED"}"#, 13),
            Self.entry("GET", "/exports/e-4711aa/rows", 200, "[1,2]", 14),
        ])
        #expect(try recording.target() == "https://api.example.com")
        let yaml = try recording.draft(named: "exports").yaml
        let profile = try Profile(yaml: yaml, fileName: "exports.yaml")
        #expect(profile.initiate.path == "/exports")
        #expect(profile.status.path == "/exports/{job_id}")
        #expect(profile.results.path == "/exports/{job_id}/rows")
        #expect(profile.states["RUNNING"] == .scanning)
        #expect(profile.states["SUCCEEDED"] == .complete)
        #expect(yaml.contains("X-Api-Key: {token}") || yaml.contains("x-api-key: {token}"))
        #expect(!yaml.contains("secret"))
    }

    @Test func `of a job that some workers deny becomes a profile as well`() throws {
        let denied = #"{"detail":"Job not found"}"#
        let recording = try Self.recording([
            Self.entry("POST", "/jobs", 202, #"{"job_id":"7f3a-11aa"}"#, 11, posted: #"{"name":"a"}"#),
            Self.entry("GET", "/jobs/7f3a-11aa", 404, denied, 12),
            Self.entry("GET", "/jobs/7f3a-11aa", 200, #"{"job_id":"7f3a-11aa","status":"pending"}"#, 13),
            Self.entry("GET", "/jobs/7f3a-11aa", 404, denied, 14),
            Self.entry("GET", "/jobs/7f3a-11aa", 200, #"{"job_id":"7f3a-11aa","status":"done"}"#, 15),
            Self.entry("GET", "/jobs/7f3a-11aa/result", 404, denied, 16),
            Self.entry("GET", "/jobs/7f3a-11aa/result", 200, #"{"report":"A"}"#, 17),
            // The page goes on polling.
            Self.entry("GET", "/jobs/7f3a-11aa", 404, denied, 18),
        ])
        let profile = try Profile(yaml: try recording.draft(named: "jobs").yaml, fileName: "jobs.yaml")
        #expect(profile.status.path == "/jobs/{job_id}")
        #expect(profile.results.path == "/jobs/{job_id}/result")
        #expect(profile.states["pending"] == .initiated && profile.states["done"] == .complete)
    }

    @Test func `of a job whose results were never read has the word for its end in their place`() throws {
        let recording = try Self.recording([
            Self.entry("POST", "/jobs", 202, #"{"job_id":"7f3a-11aa"}"#, 11),
            Self.entry("GET", "/jobs/7f3a-11aa", 200, #"{"job_id":"7f3a-11aa","status":"pending"}"#, 12),
            Self.entry("GET", "/jobs/7f3a-11aa", 200, #"{"job_id":"7f3a-11aa","status":"done"}"#, 13),
        ])
        let yaml = try recording.draft(named: "jobs").yaml
        #expect(try Profile(yaml: yaml, fileName: "jobs.yaml").results.path == "/jobs/{job_id}", "\(yaml)")
        #expect(yaml.contains("result: $.status"), "\(yaml)")
    }

    @Test func `without a job says so`() throws {
        let recording = try Self.recording([Self.entry("POST", "/login", 200, #"{"ok":true}"#, 10)])
        let failure = #expect(throws: ProbeFailure.self) { try recording.draft(named: "none") }
        #expect(failure?.message.contains("has no call that begins a job") == true)
    }
}
