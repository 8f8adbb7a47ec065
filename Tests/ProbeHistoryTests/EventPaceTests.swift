//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

@testable import ProbeHistory

/// Pace and disturbance of jobs, as histories with and without these fields tell them.
@Suite struct EventPaceTests {
    private static func event(_ job: String, _ intent: Event.Intent = .course, _ pace: Event.Pace = .usual) -> Event {
        Event(
            id: 1,
            operation: .status,
            intent: intent,
            pace: pace,
            job: job,
            jobID: "x",
            user: .first,
            method: "GET",
            url: "http://localhost/x",
            sent: Instant(nanoseconds: 2),
            received: Instant(nanoseconds: 3),
            connection: 1,
            reusesConnection: false,
            outcome: .answered(Response(status: 200))
        )
    }

    private static func line(_ event: Event) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(HistoryLine(event: event)))
    }

    /// Reads a line the fast way and the general way.
    private static func read(_ line: [UInt8]) throws -> [Event?] {
        var parser = EventParser()
        return [parser.parse(line[...]), try JSONDecoder().decode(HistoryLine.self, from: Data(line)).event]
    }

    @Test func `the pace is written only where it is fast, and is read again`() throws {
        let usual = try Self.line(Self.event("scan-1"))
        #expect(!String(decoding: usual, as: UTF8.self).contains("pace"))
        let fast = Self.event("any-1", .course, .fast)
        let line = try Self.line(fast)
        #expect(String(decoding: line, as: UTF8.self).contains(#""pace":"fast""#))
        #expect(try Self.read(line) == [fast, fast])
    }

    @Test(arguments: [
        ("fast-1", Event.Intent.course, Event.Pace.fast, Event.Intent.course),
        ("recovery-2-1", .course, .usual, .recovery),
        ("recovery-2-1", .foreignID, .usual, .foreignID),
        ("scan-1", .course, .usual, .course),
        ("breakfast-1", .course, .usual, .course),
    ])
    func `a history from before these fields tells them by the names of its jobs`(
        job: String,
        written: Event.Intent,
        pace: Event.Pace,
        intent: Event.Intent
    ) throws {
        for event in try Self.read(try Self.line(Self.event(job, written))) {
            #expect(event?.pace == pace)
            #expect(event?.intent == intent)
        }
    }

    @Test func `lines that differ in pace alone are kept apart`() throws {
        var parser = EventParser()
        for event in [Self.event("a"), Self.event("a", .course, .fast), Self.event("a")] {
            #expect(parser.parse(try Self.line(event)[...]) == event)
        }
    }

    @Test func `a pace that is not known makes a line unreadable`() throws {
        let text = String(decoding: try Self.line(Self.event("a", .course, .fast)), as: UTF8.self)
        let line = [UInt8](text.replacing(#""pace":"fast""#, with: #""pace":"mad""#).utf8)
        var parser = EventParser()
        #expect(parser.parse(line[...]) == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(HistoryLine.self, from: Data(line)) }
    }
}
