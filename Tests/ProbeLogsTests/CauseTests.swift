//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import TestSelection
import Testing

@testable import ProbeLogs

/// The logs of real runs, which `Scripts/make-log-fixtures` recorded, have the cause first.
@Suite struct `The logs of a faulty deployment` {
    @Test(
        arguments: [
            ("lookup-in-memory-only", "scans-found-by-some-workers"), ("fallback-missing", "scans-gone"),
            ("restart-forgets-scans", "scans-lost-with-store"),
            ("not-found-when-redis-is-down", "scans-lost-with-store"),
            ("lookups-removed-at-completion", "scans-lost-at-end"), ("killed-worker-loses-scan", "scans-unfinished"),
            ("stopped-worker-loses-scan", "scans-unfinished"), ("no-read-back", "scans-found-late"),
        ]
    )
    func `name the cause first`(name: String, cause: String) throws {
        let report = try Logs.report([Logs.path(name)])
        #expect(report.findings.first?.id == cause, "\(report.findings.map(\.id))")
        #expect(report.isWrong)
        #expect(report.brokenLines == 0 && report.timelessLines == 0)
        #expect(report.workers.filter { $0.requests > 0 }.map(\.name) == ["1", "2", "3"])
    }

    @Test func `tell of the faults that a sound one overcame, that of the store first`() throws {
        let report = try Logs.report([Logs.path("reference")])
        let wrong = report.findings.filter(\.isWrong).map(\.id)
        #expect(wrong == ["redis-refused", "redis-reset", "worker-ended", "resolved-by-fallback", "answers-failed"])
        #expect(report.findings.first?.first?.isEmpty == false)
    }

    @Test func `accuse a sound one of nothing`() throws {
        let report = try Logs.report([Logs.path("sound")], history: try Logs.history("sound"))
        #expect(!report.isWrong)
        #expect(report.joined == [])
        #expect(Set(report.findings.map(\.id)) == ["lookup-failed", "ids-unknown"])
    }

    @Test func `name the worker that fails by the history where they do not show it`() throws {
        let report = try Logs.report([Logs.path("one-worker-worse")], history: try Logs.history("one-worker-worse"))
        #expect(report.findings.first?.id == "workers-uneven")
        #expect(report.findings.first?.detail?.contains("worker 1 failed 18 of") == true, "\(report.findings)")
    }

    @Test(
        .takesSeconds,
        arguments: [
            ("lookup-in-memory-only", 73), ("fallback-missing", 103), ("restart-forgets-scans", 67),
            ("not-found-when-redis-is-down", 4), ("lookups-removed-at-completion", 12), ("no-read-back", 28),
        ]
    )
    func `have a line for each not_found of the history, of that very request`(name: String, count: Int) throws {
        let report = try Logs.report([Logs.path(name)], history: try Logs.history(name))
        let missing = (report.joined ?? []).filter(\.isNotFound)
        #expect(missing.count == count)
        for answer in missing {
            let id = try #require(answer.requestID)
            #expect(answer.requestLines.contains { $0.text.contains(id) }, "event \(answer.event)")
        }
    }

    @Test func `are the same in one file and in a file for each worker, merged by time`() throws {
        for name in ["lookup-in-memory-only", "fallback-missing", "reference"] {
            let lines = try Logs.lines(name)
            let whole = try Logs.report([Logs.path(name)])
            let parts = ["[1]", "[2]", "[3]", "server\""].map { worker in
                lines.filter {
                    $0.contains("\"label\":\"scan-server\(worker)") || $0.contains("\"label\":\"scan-\(worker)")
                }
            }
            #expect(parts.reduce(0) { $0 + $1.count } == lines.count)
            let merged = try Logs.withFiles(parts.map { Data(($0.joined(separator: "\n") + "\n").utf8) }) {
                try Logs.report($0)
            }
            #expect(merged.findings.map(\.id) == whole.findings.map(\.id))
            #expect(merged.findings.map(\.count) == whole.findings.map(\.count))
            #expect(merged.findings.map(\.first) == whole.findings.map(\.first))
            #expect(merged.findings.map(\.timeline) == whole.findings.map(\.timeline))
            #expect(merged.span == whole.span)
        }
    }
}
