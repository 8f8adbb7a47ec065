//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceContract
import Foundation
import JobDoubles
import TestSupport
import Testing

/// Short sequences of the guides, executed as a user would against a started reference.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `What the guides tell to do` {
    /// A folder where the guides' commands find the programs.
    private struct Workplace {
        let folder: URL

        init() throws {
            folder = FileManager.default.temporaryDirectory
                .appending(path: "guide-\(String(UInt64.random(in: .min ... .max), radix: 36))")
            for name in [".build/debug", "Scripts"] {
                let path = folder.appending(path: name)
                try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
            }
            for name in ["scan-probe", "scan-server", "scan-mutant"] {
                let link = folder.appending(path: ".build/debug/\(name)")
                try FileManager.default.createSymbolicLink(at: link, withDestinationURL: Executables.url(of: name))
            }
            // The tests do not build while they run.
            let build = folder.appending(path: "Scripts/build")
            try FileManager.default.createSymbolicLink(at: build, withDestinationURL: URL(filePath: "/bin/true"))
        }

        func remove() { try? FileManager.default.removeItem(at: folder) }

        func exists(_ path: String) -> Bool {
            FileManager.default.fileExists(atPath: folder.appending(path: path).path)
        }

        /// Runs a line of the shell here.
        func run(_ line: String) async throws -> Executables.Output {
            let script = "cd '\(folder.path)' && \(line)"
            return try await Executables.runInstalled("bash", package: "bash", ["-c", script], within: .seconds(180))
        }

        /// Runs all lines of a block here, each of which has to succeed.
        func runAll(_ block: String, replacing texts: [String: String] = [:]) async throws {
            for line in GuideCommand.lines(of: block) {
                var line = line
                for (old, new) in texts { line = line.replacing(old, with: new) }
                let output = try await run(line)
                #expect(output.status == 0, "\(line)\n\(output.output)\n\(output.error)")
            }
        }
    }

    @Test func `probes, explains, compares, and signs`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let readme = try Guide(path: "README.md").commands(below: "Probe your own deployment")
        let report = Guide.named("read-a-report")
        let arguments = Deployment.scans(lasting: 1)
        try await withDeployment(arguments: arguments) { deployment in
            for line in GuideCommand.lines(of: readme) {
                let line = line.replacing("https://scan.example.com", with: "\(deployment.url) --plan smoke")
                    .replacing("you@example.com", with: "demo@example.com")
                    .replacing("the password", with: try deployment.password)
                let output = try await place.run(line)
                // The few polls of the plan decide no rate.
                #expect(output.status == (line.contains(" run ") ? 2 : 0), "\(line)\n\(output.error)")
            }
        }
        let files = try #require(report.sections.first { $0.title == "Files" }).text
            .matches(of: /(?m)^\| `([a-z.]+)` \|/).map { String($0.output.1) }
        #expect(files.count == 6)
        for file in files { #expect(place.exists("report/\(file)"), "\(file)") }

        try await place.runAll(report.commands(below: "Verdicts"))
        let judging = try GuideCommand.lines(of: report.commands(below: "Files"))
        #expect(try await place.run(judging[0]).status == 2)
        #expect(try await place.run(judging[1]).status == 0)
        #expect(place.exists("report.schema.json"))
        try await place.runAll("cp -r report before\ncp -r report after\n")
        try await place.runAll(report.commands(below: "Has the fix worked?"))
        try await place.runAll(report.commands(below: "Sign-off"))
    }

    @Test func `leads a stranger from nothing to a verdict`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let lines = try GuideCommand.lines(
            of: Guide.named("describe-your-api").commands(below: "From nothing to a verdict")
        )
        #expect(lines.count <= 5)
        let token = JobDouble.token
        try await place.runAll("(umask 077; echo '\(token)' > token)\n")
        try await DoubleServer.with(Self.double(access: "Authorization: Bearer \(token)")) { address in
            try await place.runAll(lines.joined(separator: "\n"), replacing: ["https://api.example.com": address])
        }
        #expect(place.exists("jobs.yaml") && place.exists("report/report.html"))
    }

    @Test func `writes a profile from a document as well`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let blocks = Guide.named("describe-your-api").blocks("sh", below: "From nothing to a verdict")
        let lines = GuideCommand.lines(of: blocks.dropFirst().joined())
        #expect(lines.count { $0.contains("--from") } == 2)
        try await DoubleServer.with(Self.double()) { address in
            for (name, text) in [("openapi.json", Self.description), ("recording.har", Self.recording(of: address))] {
                let file = place.folder.appending(path: name)
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            for line in lines {
                try await place.runAll("rm -f jobs.yaml\n\(line)\n", replacing: ["https://api.example.com": address])
                try await place.runAll(
                    ".build/debug/scan-probe try https://api.example.com --profile jobs.yaml\n",
                    replacing: ["https://api.example.com": address]
                )
            }
        }
    }

    /// The API of the guide: jobs with results at an address of their own.
    private static func double(access: String? = nil) -> JobDouble {
        JobDouble(
            "jobs",
            access: access,
            [
                .init(.create, "POST /jobs", .init(202, #"{"id":"{id}","state":"queued"}"#)),
                // Any call that needs no job; it begins one that nobody asks for.
                .init(.create, "GET /openapi.json", .init(200, Self.description)),
                .init(
                    .results,
                    "GET /jobs/{id}/result",
                    .init(409, #"{"error":"not ready"}"#),
                    done: .init(200, #"{"report":"PROBE"}"#)
                ),
                .init(
                    .status,
                    "GET /jobs/{id}",
                    .init(200, #"{"id":"{id}","state":"running"}"#),
                    done: .init(200, #"{"id":"{id}","state":"done"}"#)
                ),
            ]
        )
    }

    private static let description = """
        {"openapi":"3.1.0","info":{"title":"jobs","version":"1"},"paths":{
          "/jobs":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object","required":["name"],
            "properties":{"name":{"type":"string"}}}}}},"responses":{"202":{}}}},
          "/jobs/{job_id}":{"get":{"responses":{"200":{}}}},
          "/jobs/{job_id}/result":{"get":{"responses":{"200":{}}}}}}
        """

    /// Returns the recording of a job of that API by a browser.
    private static func recording(of address: String) -> String {
        let id = "5f0c2d1e-8a4b-4c3d-9e2f-1a2b3c4d5e6f"
        let calls = [
            ("POST", "/jobs", 202, #"{"id":"\#(id)","state":"queued"}"#),
            ("GET", "/jobs/\(id)", 200, #"{"id":"\#(id)","state":"running"}"#),
            ("GET", "/jobs/\(id)", 200, #"{"id":"\#(id)","state":"done"}"#),
            ("GET", "/jobs/\(id)/result", 200, #"{"report":"PROBE"}"#),
        ]
        let entries = calls.enumerated().map { number, call in
            let (method, path, status, body) = call
            let posted = method == "POST" ? #","postData":{"mimeType":"application/json","text":"{}"}"# : ""
            let text = body.replacing("\"", with: "\\\"")
            return """
                {"startedDateTime":"2026-01-01T00:00:0\(number).000Z",
                 "request":{"method":"\(method)","url":"\(address)\(path)","headers":[]\(posted)},
                 "response":{"status":\(status),"headers":[],"content":{"mimeType":"application/json","text":"\(text)"}}}
                """
        }
        return #"{"log":{"version":"1.2","entries":[\#(entries.joined(separator: ","))]}}"#
    }

    @Test func `prints plans and profiles, and takes an edited plan`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let guide = Guide.named("probe-a-deployment")
        let plan = try GuideCommand.lines(of: guide.commands(below: "Plans"))
        try await place.runAll(plan.dropLast().joined(separator: "\n"))
        #expect(place.exists("plan.yaml"))
        let profiles = try guide.commands(below: "Another API than the opportunity scan")
        try await place.runAll(try #require(GuideCommand.lines(of: profiles).first))
        for walk in Guide.named("find-your-way").blocks("sh") { try await place.runAll(walk) }
    }

    @Test func `adds and removes users, and scans in the terminal`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let guide = Guide.named("operate-the-reference-server")
        try await place.runAll("echo secret > password\n")
        try await place.runAll(guide.commands(below: "Users"))
        let users = try String(contentsOf: place.folder.appending(path: "users.json"), encoding: .utf8)
        // The last line removes the first user.
        #expect(users.contains("ops@example.com") && !users.contains("ann@example.com"))
        let portfolio = try #require(guide.blocks("yaml", below: "One scan in the terminal").first)
        try portfolio.write(to: place.folder.appending(path: "portfolio.yaml"), atomically: true, encoding: .utf8)
        for line in try GuideCommand.lines(of: guide.commands(below: "One scan in the terminal"))
        where !line.contains("file:klines") {
            // A few symbols, for the sake of time.
            try await place.runAll("\(line) --symbols 14\n")
        }
    }
}
