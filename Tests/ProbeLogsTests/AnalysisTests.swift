//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import TestSelection
import Testing

@testable import ProbeLogs

/// The statistics, and findings that need time.
@Suite struct `The analysis of logs` {
    /// Source: tables of the chi-square distribution, the 5 % and 1 % points.
    @Test(
        arguments: [
            (3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (9.488, 4, 0.05), (11.070, 5, 0.05),
            (13.277, 4, 0.01),
        ]
    )
    func `knows the chi-square distribution`(value: Double, degrees: Int, tail: Double) {
        #expect(abs(Evenness.chiSquareTail(value, degrees: degrees) - tail) < 1e-4)
    }

    @Test func `finds what is uneven, and nothing else`() {
        #expect(Evenness.ofEqual([100, 100, 100]) > 0.9)
        #expect(Evenness.ofEqual([200, 50, 50]) < 0.001)
        #expect(Evenness.ofEqual([1_000_000, 1_003_000, 999_000]) > 0.005)
        #expect(Evenness.ofShares(failures: [10, 0, 0], trials: [30, 30, 30]) < 0.001)
        #expect(Evenness.ofShares(failures: [5, 4, 6], trials: [30, 30, 30]) > 0.5)
        #expect(Evenness.ofShares(failures: [30, 30], trials: [30, 30]) == 1)
        // Drawn and computed agree where both are known.
        #expect(abs(Evenness.ofEqual([690, 650, 650]) - Evenness.ofEqual([691, 651, 660])) < 0.1)
    }

    @Test func `names the worker that fails`() throws {
        let lines = (0..<90).map { number in
            let status = number % 3 == 0 && number % 2 == 0 ? 503 : 200
            return
                #"{"time":"2026-11-28T21:35:\#(10 + number / 3)Z","worker":"\#(number % 3)","status":\#(status),"took_ms":\#(number)}"#
        }
        let report = try Logs.report(lines: lines)
        #expect(report.findings.first?.id == "workers-uneven")
        #expect(report.findings.first?.detail?.contains("worker 0 failed 15 of 30") == true)
        #expect(report.slowest.first?.milliseconds == 89)
        #expect(report.slowest.count == 10)
    }

    @Test func `takes an answer whose address speaks of a timeout for no complaint`() throws {
        let front = "10.0.0.1 - - [28/Nov/2026:21:35:48 +0000] \"GET /redis/timeout HTTP/1.1\""
        #expect(try !Logs.report(lines: ["\(front) 200 5"]).isWrong)
        #expect(try Logs.report(lines: ["\(front) 504 5"]).isWrong)
    }

    @Test func `tells the age at which scans expire too early`() throws {
        var lines: [String] = []
        for scan in 0..<8 {
            func line(_ second: Int, _ words: String) -> String {
                let time = scan * 5 + second
                let clock = "21:\(10 + time / 60):\(time % 60 < 10 ? "0" : "")\(time % 60)"
                return "2026-11-28T\(clock)Z warning s[\(second % 3)]: \(words) scan_id=scan_0000000\(scan)"
            }
            lines += [line(0, "Scan cache key resolved"), line(30, "Scan cache key resolved")]
            lines += [line(60, "Failed to resolve scan cache key"), line(61, "Failed to resolve scan cache key")]
        }
        let report = try Logs.report(lines: lines.sorted())
        #expect(report.findings.first?.id == "scans-expire-early", "\(report.findings.map(\.id))")
        #expect(report.findings.first?.detail?.contains("60.0 s") == true)
        #expect(report.ages?.jobs == 8 && report.ages?.medianAge == 60)
    }

    @Test func `takes what is asked for after its time for a note`() throws {
        let report = try Logs.report(lines: [
            "2026-11-28T21:00:00Z info s[1]: Scan cache key resolved scan_id=scan_00000001",
            "2026-11-28T21:00:05Z info s[1]: Scan left the worker outcome=finished scan_id=scan_00000001",
            "2026-11-28T21:30:00Z warning s[1]: Failed to resolve scan cache key scan_id=scan_00000001",
        ])
        #expect(!report.isWrong)
        #expect(report.findings.map(\.id).contains("scans-expired"))
    }

    @Test(
        .takesSeconds,
        arguments: [
            "\"trace_id\":\"%\"", "\"traceparent\":\"00-%-00f067aa0ba902b7-01\"", "\"trace\":\"projects/p/traces/%\"",
        ]
    )
    func `joins by the trace where there is no id of the request`(field: String) throws {
        var history = try Logs.history("fallback-missing")
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        let wrong = try #require(try Logs.report([Logs.path("sound")], history: history).joined?.first)
        let lost = try #require(history.events.firstIndex { $0.id == wrong.event })
        history.events[lost].traceID = TraceID(trace)
        let line = #"{"time":"2026-11-28T21:35:10Z","message":"no such row",\#(field.replacing("%", with: trace))}"#
        try Logs.withFiles([Data((line + "\n").utf8)]) { paths in
            let report = try Logs.report(paths, history: history)
            let answer = report.joined?.first { $0.event == history.events[lost].id }
            #expect(answer?.traceID == trace)
            #expect(answer?.requestLines.map(\.text).first?.contains("no such row") == true)
            #expect(report.joined?.count { !$0.requestLines.isEmpty } == 1)
        }
    }

    @Test func `keeps its timelines short, however long the logs`() throws {
        let lines = (0..<24).map { hour in
            "2026-11-28T\(hour < 10 ? "0" : "")\(hour):00:00Z error s[1]: connection refused by redis"
        }
        let report = try Logs.report(lines: lines)
        let finding = try #require(report.findings.first)
        #expect(finding.timeline.count == Timeline.steps)
        #expect(finding.timeline.reduce(0, +) == 24)
        #expect((report.span?.stepSeconds ?? 0) * Double(Timeline.steps) >= 23 * 3600)
    }
}
