//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// The script `Scripts/failures`, which `Scripts/test` runs last, since often only the end of a long log is kept.
@Suite struct `The summary of failed tests` {
    @Test func `names each test, the place and what was said, and nothing that passed`() async throws {
        let summary = try await Self.summary(
            of: """
                ✔ Test "sound" passed after 0.001 seconds.
                ✘ Test "first" recorded an issue at A.swift:12:3: Expectation failed: 1 == 2
                ↳ why it matters
                ⚠︎ Test "slow" recorded a warning at B.swift:1:1: Issue recorded
                ↳ it was late
                ✘ Test "second" recorded an issue with 1 argument name → "x" at B.swift:34:5: Caught error
                ✘ Test "first" failed after 0.002 seconds with 1 issue.
                ✘ Test run with 4 tests failed after 0.003 seconds with 2 issues.
                """
        )
        #expect(
            summary == """
                Failed (2):
                ✘ Test "first" recorded an issue at A.swift:12:3: Expectation failed: 1 == 2
                    ↳ why it matters
                ✘ Test "second" recorded an issue with 1 argument name → "x" at B.swift:34:5: Caught error

                """
        )
    }

    @Test func `tells more of each where they are few, such as what a report says below its first line`() async throws {
        let report = ["INCONCLUSIVE · grade C", "", "  REC-001 was not decided"] + (1...60).map { "  row \($0)" }
        let log = """
            ✘ Test "verdict" recorded an issue at A.swift:1:1: Issue recorded
            ↳ \(report.joined(separator: "\n"))
            ◇ Test "next" started.
              of another test
            ✘ Test "last" recorded an issue at B.swift:1:1: Issue recorded
            """
        let summary = try await Self.summary(of: log)
        #expect(summary.contains("REC-001 was not decided"))
        #expect(summary.contains("row 9\n"))
        #expect(!summary.contains("of another test"))
        #expect(summary.contains("\"last\""))
        #expect(summary.split(separator: "\n").count < 60)
    }

    @Test func `is the end of the output where no test recorded an issue, as after a crash`() async throws {
        let lines = (1...30).map { "line \($0)" } + ["error: Exited with unexpected signal code 11"]
        let summary = try await Self.summary(of: lines.joined(separator: "\n"))
        #expect(summary.hasPrefix("No test recorded an issue."))
        #expect(summary.contains("signal code 11"))
        #expect(!summary.contains("line 5\n"))
    }

    @Test func `stays short enough to stand at the end of a log that is cut off`() async throws {
        let issue = "✘ Test \"long\" recorded an issue at A.swift:1:1: \(String(repeating: "x", count: 2_000))\n"
        let summary = try await Self.summary(of: String(repeating: issue, count: 200))
        #expect(summary.split(separator: "\n").count < 60)
        #expect(summary.contains("Failed (200):"))
        #expect(summary.utf8.count < 60 * 320)
    }

    private static func summary(of log: String) async throws -> String {
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("test.log")
            try log.write(to: file, atomically: true, encoding: .utf8)
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../Scripts/failures").standardized
            let run = try await Executables.run(script, [file.path])
            #expect(run.status == 0, "\(run.error)")
            return run.output
        }
    }
}
