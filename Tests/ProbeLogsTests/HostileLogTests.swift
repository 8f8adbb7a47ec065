//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import TestSelection
import Testing

@testable import ProbeLogs

/// Logs that are no logs: nothing of them ends the reading, grows without bounds, or gets out unmasked.
@Suite struct `Hostile logs` {
    @Test func `of random bytes are read to their end`() throws {
        var random = SplitMix64(seed: 7)
        for size in [0, 1, 2, 100, 5000, 300_000] {
            let bytes = Data((0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            let report = try Logs.report(bytes: Data([0x20]) + bytes)
            let feeds = bytes.count { $0 == 10 } + (bytes.last == 10 ? 0 : 1)
            #expect(report.lines == feeds, "\(size) bytes")
        }
    }

    @Test func `of cut and changed lines are read to their end`() throws {
        let shapes = LogShape.allCases
        let lines = try Logs.lines("reference")
        var random = SplitMix64(seed: 11)
        func number(_ bound: Int) -> Int { Int(random.next() % UInt64(max(bound, 1))) }
        var text: [UInt8] = []
        var count = 0
        for line in lines + lines {
            let shape = shapes[number(shapes.count + 1) % shapes.count]
            var bytes = Array(try shape.line(line).utf8)
            switch number(6) {
            case 0: bytes.removeSubrange(number(bytes.count)...)
            case 1: bytes.removeSubrange(..<number(bytes.count))
            case 2: bytes[number(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            case 3: bytes.insert(contentsOf: Array("\"\\{}[]=:,<> \u{0}".utf8), at: number(bytes.count))
            case 4: bytes += bytes
            default: break
            }
            bytes.removeAll { $0 == 10 }
            text += bytes + [10]
            count += 1
        }
        let report = try Logs.report(bytes: Data(text))
        #expect(report.lines == count)
        #expect(report.brokenLines > 0)
    }

    /// Every beginning of a line in each shape: the places at which a parser may look beyond the end.
    @Test(.takesSeconds, arguments: LogShape.allCases)
    func `of every beginning of a line are read`(shape: LogShape) throws {
        let line = try shape.line(try #require(try Logs.lines("reference").first { $0.contains("Failed to resolve") }))
        let bytes = Array(line.utf8)
        var parser = EntryParser(year: 2026)
        for end in 0...bytes.count {
            let part = Array(bytes[..<end])
            let entry = parser.parse(part.span, 0..<part.count)
            let inner = parser.isUnwrapped ? parser.unwrapped : part
            #expect(LineDescription.text(inner.span, entry, parser.fields).count <= LogExample.longest + 1)
        }
    }

    @Test func `with endless lines are cut`() throws {
        let long = Data(repeating: UInt8(ascii: "a"), count: 5 << 20)
        let report = try Logs.report(bytes: long + Data("\nConnection refused by redis\n".utf8) + long)
        #expect(report.lines == 3 && report.cutLines == 2)
        #expect(report.findings.first?.id == "redis-refused")
        #expect(report.findings.first?.examples.first?.line == 2)
    }

    @Test func `with deep nesting are read`() throws {
        let deep = String(repeating: "[", count: 100_000)
        var inner = "x"
        for _ in 0..<8 { inner = "{\"log\":\"\(inner.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"}" }
        let report = try Logs.report(lines: ["{\"a\":\(deep)", inner])
        #expect(report.lines == 2 && report.brokenLines == 1)
    }

    @Test func `show no secret, and no sign that moves a cursor`() throws {
        let report = try Logs.report(lines: [
            #"{"level":"error","message":"\u001b[2Jlogin with password=hunter2secret","password":"hunter2secret"}"#,
            "2026-11-28T21:35:48Z error a: redis://user:topsecretpassword@host:6379 connection refused token=abcdefghijkl",
        ])
        let json = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
        for secret in ["hunter2secret", "topsecretpassword", "abcdefghijkl"] {
            #expect(!json.contains(secret), "\(json)")
        }
        #expect(!json.contains("\u{1b}") && json.contains("***"))
    }

    @Test(.takesSeconds) func `in more jobs and workers than there is room for are counted`() throws {
        var lines: [String] = []
        for number in 0..<1500 {
            lines.append(
                "2026-11-28T21:35:48Z warning s[w\(number)]: Failed to resolve scan cache key scan_id=scan_\(number)"
            )
        }
        let report = try Logs.report(lines: lines)
        #expect(report.workers.count <= 1001)
        #expect(report.findings.first { $0.id == "lookup-failed" }?.count == 1500)
    }
}
