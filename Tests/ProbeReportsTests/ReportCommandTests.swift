//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import ProbeReports
import TestSupport
import Testing

@Suite struct ReportCommandTests {
    @Test(arguments: [
        ("text", "FAIL · grade F"), ("json", "{\n"), ("markdown", "## ❌ FAIL"), ("junit", "<?xml version=\"1.0\""),
        ("html", "<!DOCTYPE html>"),
    ])
    func `a report is printed in the format that was asked for`(format: String, start: String) async throws {
        try await Self.withHistory(Samples.broken) { file, _ in
            let run = try await Executables.run("scan-probe", ["check", file, "--format", format])
            #expect(run.status == 1, "\(run.error)")
            #expect(run.output.hasPrefix(start))
        }
    }

    @Test func `a folder gets all files, and the same ones from the same history`() async throws {
        try await Self.withHistory(Samples.broken) { file, folder in
            let out = folder.appending(path: "out")
            let run = try await Executables.run("scan-probe", ["check", file, "--out", out.path()])
            #expect(run.status == 1, "\(run.error)")
            let names = try FileManager.default.contentsOfDirectory(atPath: out.path()).sorted()
            #expect(names == ["badge.svg", "history.jsonl", "junit.xml", "report.html", "report.json", "report.md"])
            let page = try String(contentsOf: out.appending(path: "report.html"), encoding: .utf8)
            #expect(page == HTMLReport(Samples.report(Samples.broken), history: Samples.broken).render())
        }
    }

    @Test func `a step summary is appended to, and changes no verdict where it cannot be`() async throws {
        try await Self.withHistory(Samples.broken) { file, folder in
            let summary = folder.appending(path: "summary.md")
            try Data("# Before\n".utf8).write(to: summary)
            for _ in 0..<2 {
                let run = try await Self.check(file, summary: summary.path())
                #expect(run.status == 1 && run.error.isEmpty, "\(run.error)")
            }
            let text = try String(contentsOf: summary, encoding: .utf8)
            #expect(text.hasPrefix("# Before\n## ❌ FAIL"))
            #expect(text.split(separator: "## ❌ FAIL").count == 3)

            let run = try await Self.check(file, summary: folder.appending(path: "no/such.md").path())
            #expect(run.status == 1)
            #expect(run.error.contains("GITHUB_STEP_SUMMARY, cannot be written to"))
        }
    }

    @Test func `the schema is printed as it is`() async throws {
        let run = try await Executables.run("scan-probe", ["schema"])
        #expect(run.status == 0)
        #expect(run.output == ReportSchema.text)
    }

    private static func check(_ file: String, summary: String) async throws -> Executables.Output {
        let environment = ProcessInfo.processInfo.environment.merging(["GITHUB_STEP_SUMMARY": summary]) { $1 }
        return try await Executables.run("scan-probe", ["check", file], environment: environment)
    }

    private static func withHistory(_ history: History, _ body: (String, URL) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "history.jsonl")
            let writer = try HistoryWriter(file: file)
            try writer.write(history.header)
            for event in history.events { try writer.write(event) }
            if let footer = history.footer { try writer.write(footer) }
            try await body(file.path(), folder)
        }
    }
}
