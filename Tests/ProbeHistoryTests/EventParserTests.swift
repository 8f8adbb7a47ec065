//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

@testable import ProbeHistory

@Suite struct EventParserTests {
    private static let parsed = ParsedFields(
        state: .complete,
        stateWord: "complete",
        jobID: "scan_712c0ce7dd8b162808e15a82c71789ca",
        userID: "u1",
        progress: JobProgress(completed: 14, total: 14, found: 0, percentage: 100),
        total: 20,
        listed: 20,
        digest: "abc",
        pollURL: "/api/v1/opportunities/status/scan_712c0ce7dd8b162808e15a82c71789ca",
        resultsURL: "/api/v1/opportunities/results/scan_712c0ce7dd8b162808e15a82c71789ca",
        message: "Done."
    )

    private static func event(_ change: (inout Event) -> Void = { _ in }) -> Event {
        var event = Event(
            id: 7,
            operation: .status,
            intent: .course,
            job: "scan-1",
            jobID: "scan_712c0ce7dd8b162808e15a82c71789ca",
            user: .first,
            method: "GET",
            url: "http://127.0.0.1:8080/api/v1/opportunities/status/scan_712c0ce7dd8b162808e15a82c71789ca",
            requestBody: #"{"symbols":["ETH/USDT"]}"#,
            sent: Instant(nanoseconds: 1_234_567_890),
            received: Instant(nanoseconds: 1_234_999_999),
            connection: 7,
            reusesConnection: false,
            outcome: .answered(
                Response(
                    status: 200,
                    headers: ["x-request-id": "d6233882a84377cf8bc5c88649663305", "content-type": "application/json"],
                    body: "{\"a\":\"quotes \\\" and\\n lines\", \"ü\": \"– 🙂\"}",
                    bodyBytes: 357,
                    worker: "w2",
                    parsed: Self.parsed
                )
            )
        )
        change(&event)
        return event
    }

    private static func response(_ event: inout Event, _ change: (inout Response) -> Void) {
        guard var response = event.outcome.response else { return }
        change(&response)
        event.outcome = .answered(response)
    }

    /// Events that the fast parser reads.
    private static let usual: [Event] = [
        event(),
        event { $0.job = nil },
        event {
            $0.jobID = nil
            $0.requestBody = nil
            $0.reusesConnection = true
            $0.sent = Instant(nanoseconds: -1)
        },
        event { Self.response(&$0) { $0 = Response(status: 404) } },
        event { Self.response(&$0) { $0.parsed = ParsedFields() } },
        event {
            Self.response(&$0) { $0.parsed?.progress = JobProgress(completed: 3, percentage: 21.428571428571427) }
        },
        event { Self.response(&$0) { $0.headers = [:] } },
        event { $0.traceID = TraceID("4bf92f3577b34da6a3ce929d0e0e4736") },
        event { $0.read = 3 },
    ]

    /// Events that are left to the general decoder.
    private static let unusual: [Event] = [
        event { $0.outcome = .unanswered(.init(kind: .timedOut, message: "no answer")) },
        event { Self.response(&$0) { $0.body = "bell \u{7}" } },
        event { Self.response(&$0) { $0.parsed?.progress = JobProgress(percentage: 1e21) } },
    ]

    private static func line(_ event: Event) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(HistoryLine(event: event)))
    }

    @Test(arguments: Self.usual.indices)
    func `what the writer writes is read the fast way, and is the same`(index: Int) throws {
        var parser = EventParser()
        let line = try Self.line(Self.usual[index])
        #expect(parser.parse(line[...]) == Self.usual[index])
        // Once more, with the interned strings.
        #expect(parser.parse(line[...]) == Self.usual[index])
    }

    @Test(arguments: Self.unusual.indices)
    func `what is rare is left to the general way`(index: Int) throws {
        var parser = EventParser()
        #expect(parser.parse(try Self.line(Self.unusual[index])[...]) == nil)
    }

    @Test func `a field that is not known, another order or white space is left to the general way`() throws {
        let line = String(decoding: try Self.line(Self.event()), as: UTF8.self)
        var parser = EventParser()
        for (old, new) in [
            (#""id":7"#, #""hint":1,"id":7"#), (#","id":7"#, #", "id":7"#), (#""id":7"#, #""id":7.0"#),
            (#""connection":7,"id":7"#, #""id":7,"connection":7"#), (#""user":"first"}"#, #""user":"first","zone":1}"#),
            (#""state":"complete""#, #""state":"done""#), (#""sent":"#, #""sent":1111111111111"#),
            (#""url":"#, #""traceID":"4BF92F3577B34DA6A3CE929D0E0E4736","url":"#),
        ] {
            let changed = line.replacing(old, with: new)
            try #require(changed != line)
            #expect(parser.parse([UInt8](changed.utf8)[...]) == nil, "\(new)")
        }
    }

    @Test func `a line that lost or changed a byte is never read differently from the general way`() throws {
        let line = try Self.line(Self.event())
        var parser = EventParser()
        for index in stride(from: 0, to: line.count, by: 11) {
            var lost = line
            lost.remove(at: index)
            var changed = line
            changed[index] = line[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
            for other in [lost, changed, Array(line[..<index])] {
                guard let event = parser.parse(other[...]) else { continue }
                #expect(try JSONDecoder().decode(HistoryLine.self, from: Data(other)).event == event)
            }
        }
    }
}
