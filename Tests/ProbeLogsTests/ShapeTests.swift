//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import TestSelection
import Testing

@testable import ProbeLogs

/// The shapes of lines.
@Suite struct `The shapes of lines` {
    @Test(.takesSeconds, arguments: LogShape.allCases, ["fallback-missing", "restart-forgets-scans"])
    func `give the report of the same lines as JSON`(shape: LogShape, name: String) throws {
        let lines = try Logs.lines(name)
        let plain = try Logs.report(lines: lines)
        let shaped = try Logs.report(lines: lines.map(shape.line))
        #expect(plain.lines == lines.count && plain.findings.count > 3)
        #expect(shaped == plain)
    }

    /// Parses one line, and returns what was found in it.
    private func parsed(_ line: String) -> (entry: Entry, time: String?, worker: String?, message: String, text: String)
    {
        var parser = EntryParser(year: 2026)
        let bytes = Array(line.utf8)
        let entry = parser.parse(bytes.span, 0..<bytes.count)
        let inner = parser.isUnwrapped ? parser.unwrapped : bytes
        return (
            entry, entry.time.map(LogTime.text), entry.worker >= 0 ? parser.workers.names[entry.worker] : nil,
            LineText.decoded(inner.span, entry.message), LineDescription.text(inner.span, entry, parser.fields)
        )
    }

    @Test(
        arguments: [
            ("2026-11-28T21:35:48.997Z x", "2026-11-28T21:35:48.997Z"),
            ("2026-11-28T22:35:48.997+01:00 x", "2026-11-28T21:35:48.997Z"),
            ("2026-11-28 21:35:48,997 x", "2026-11-28T21:35:48.997Z"),
            ("2026/11/28 21:35:48 x", "2026-11-28T21:35:48.000Z"),
            ("[2026-11-28 16:35:48 -0500] [7] [INFO] x", "2026-11-28T21:35:48.000Z"),
            ("Nov 28 21:35:48 host app[7]: x", "2026-11-28T21:35:48.000Z"),
            ("Nov  8 09:35:48 PM  x", "2026-11-08T21:35:48.000Z"), ("1795901748.997 x", "2026-11-28T21:35:48.997Z"),
            ("<14>1 2026-11-28T21:35:48.997Z host app 7 - - x", "2026-11-28T21:35:48.997Z"),
            (#"10.0.0.1 - - [28/Nov/2026:21:35:48 +0000] "GET / HTTP/1.1" 200 5"#, "2026-11-28T21:35:48.000Z"),
            (#"{"ts":1795901748997,"msg":"x"}"#, "2026-11-28T21:35:48.997Z"),
            (#"{"when_it_was":"2026-11-28T21:35:48.997Z","words":"something was said"}"#, "2026-11-28T21:35:48.997Z"),
            (#"ts=2026-11-28T21:35:48.997Z level=info msg="x y""#, "2026-11-28T21:35:48.997Z"),
            ("2026-02-28T24:00:00Z x", nil), ("2026-13-01T00:00:00Z x", nil), ("12345 x", nil), ("May I say", nil),
        ] as [(String, String?)]
    )
    func `have their times read`(line: String, time: String?) {
        #expect(parsed(line).time == time)
    }

    @Test(
        arguments: [
            (#"{"label":"scan-server[2]","message":"m"}"#, "2"), (#"{"worker":"w-7","pid":12,"msg":"m"}"#, "w-7"),
            (#"{"kubernetes":{"pod_name":"p"},"pod":"web-1","msg":"m"}"#, "web-1"),
            ("2026-11-28T21:35:48.997Z info scan-server[2]: m", "2"),
            ("2026-11-28T21:35:48.997000+00:00 app[web.1]: m", "web.1"),
            ("2026-11-28T21:35:48.997000+00:00 app[web.1]: 2026-11-28T21:35:48.997Z info scan-server[2]: m", "2"),
            ("Nov 28 21:35:48 host scan[4711]: m", "4711"), ("[2026-11-28 21:35:48 +0000] [4711] [INFO] m", "4711"),
            ("2026-11-28T21:35:48.997Z stdout F m", nil),
        ] as [(String, String?)]
    )
    func `name their worker`(line: String, worker: String?) {
        let line = parsed(line)
        #expect(line.worker == worker)
        #expect(line.message == "m")
    }

    @Test func `of Heroku's router have status, duration and address`() {
        let line = parsed(
            "2026-11-28T21:35:48.997000+00:00 heroku[router]: at=info method=GET path=\"/a/scan_12345678\" host=x "
                + "request_id=r-1 fwd=\"1.2.3.4\" dyno=web.1 connect=0ms service=12ms status=404 bytes=5"
        )
        #expect(line.entry.status == 404 && line.entry.level == .info)
        #expect(line.entry.path.count == 16)
        #expect(line.text.contains("service=12ms"))
    }

    @Test func `with a nested value or an escape are read`() {
        let line = parsed(
            #"{"a":{"b":["}",1]},"level":"WARN","message":"it\u0027s \"so\" \ud83d\ude00","status":503,"took_ms":1.5}"#
        )
        #expect(line.entry.level == .warning && line.entry.status == 503 && line.entry.took == 1500)
        #expect(line.text.hasPrefix("it's \"so\" 😀"))
    }

    @Test func `keep the name of a program for the patterns, and words before a colon in the message`() throws {
        let report = try Logs.report(lines: [
            "2026-11-28T21:35:48Z error redis: dial tcp 10.0.0.5:7000: connection refused"
        ])
        #expect(report.findings.first?.id == "redis-refused")
        let line = parsed("2026-11-28T21:35:48Z error Connection failed: x")
        #expect(line.worker == nil && line.message == "Connection failed: x")
    }

    @Test func `of a stack trace belong to the line before`() throws {
        let report = try Logs.report(lines: [
            "2026-11-28T21:35:48.997Z error scan-server[2]: failed", "Traceback (most recent call last):",
            "redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.",
        ])
        #expect(report.timelessLines == 2)
        #expect(report.findings.first?.id == "redis-refused")
        #expect(report.findings.first?.byWorker == ["2": 1])
        #expect(report.findings.first?.first == "2026-11-28T21:35:48.997Z")
    }

    @Test func `that are broken are counted, shown, and end nothing`() throws {
        let report = try Logs.report(lines: [
            #"{"message":"cut"#, "{", #"{"level":"info","message":"whole"}"#, "", "text",
        ])
        #expect(report.lines == 5 && report.brokenLines == 2)
        #expect(report.brokenExamples.map(\.line) == [1, 2])
        #expect(!report.isWrong)
    }
}
