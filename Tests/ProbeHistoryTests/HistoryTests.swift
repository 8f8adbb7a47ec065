//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import Synchronization
import Testing

@Suite struct HistoryTests {
    @Test func `a history that was written is read the same`() throws {
        let history = Self.history
        #expect(try HistoryReader().read(Self.write(history)) == history)
    }

    @Test func `lines in the order of responses are read in the order of sending`() throws {
        var shuffled = Self.history
        shuffled.events.reverse()
        #expect(try HistoryReader().read(Self.write(shuffled)) == Self.history)
    }

    @Test func `a history from before there were rules for rates is read with the usual ones`() throws {
        let lines = String(decoding: try Self.write(Self.history), as: UTF8.self)
        let start = try #require(lines.firstRange(of: #""rates":{"#))
        let end = try #require(lines[start.upperBound...].firstIndex(of: "}"))
        let old = lines[..<start.lowerBound] + lines[lines.index(end, offsetBy: 2)...]
        #expect(try HistoryReader().read(Data(old.utf8)) == Self.history)
    }

    @Test func `every line is JSON with one member that says what it is`() throws {
        let lines = String(decoding: try Self.write(Self.history), as: UTF8.self).split(separator: "\n")
        let kinds = lines.map { JSONValue(parsing: String($0))?.object?.keys.sorted() ?? [] }
        #expect(kinds == [["header"], ["event"], ["event"], ["sample"], ["fault"], ["log"], ["footer"]])
        #expect(lines[1].contains(#""outcome":{"answered":{"#))
        #expect(lines[2].contains(#""outcome":{"unanswered":{"#))
    }

    @Test func `a history of an older version had no access that it does not tell of`() throws {
        let old = #"{"hasSecondUser":true,"usesTokens":true}"#
        let access = try JSONDecoder().decode(History.Access.self, from: Data(old.utf8))
        #expect(access == History.Access(hasSecondUser: true, usesTokens: true))
        #expect(!access.hasStore && access.faults.isEmpty && access.offers == Feature.ofScans)
    }

    @Test func `a history cut off at any byte keeps its whole lines`() throws {
        let data = try Self.write(Self.history)
        let header = try #require(data.firstIndex(of: UInt8(ascii: "\n")))
        for length in header..<data.count {
            let whole = data[..<length].count { $0 == UInt8(ascii: "\n") }
            let history = try HistoryReader().read(Data(data[..<length]))
            // A line that lacks only its line feed is complete too.
            #expect(history.events.count >= min(max(whole - 1, 0), 2))
            #expect(history.events.allSatisfy { Self.history.events.contains($0) })
        }
    }

    @Test func `a broken line within is told by its number`() throws {
        var lines = String(decoding: try Self.write(Self.history), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[2] = #"{"event":{"id":2}}"#
        let data = Data(lines.joined(separator: "\n").utf8)
        #expect(throws: HistoryProblem(line: 3, message: "the field `operation` is missing")) {
            try HistoryReader().read(data)
        }
        lines[2] = "nonsense"
        #expect(throws: HistoryProblem(line: 3, message: "the line is not JSON")) {
            try HistoryReader().read(Data(lines.joined(separator: "\n").utf8))
        }
    }

    @Test(arguments: [
        ("", "line 1: the file is empty"), ("<html>", "line 1: the file is empty"),
        (
            "{\"footer\":{\"reason\":\"finished\",\"durationSeconds\":1}}\n",
            "line 1: the first line of a history is its header"
        ),
    ])
    func `a file that is no history is told so`(text: String, message: String) {
        let problem = #expect(throws: HistoryProblem.self) { try HistoryReader().read(Data(text.utf8)) }
        #expect(problem?.description == message)
    }

    @Test func `a file holds each line that was written out`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID()).jsonl")
        defer { try? FileManager.default.removeItem(at: file) }
        let writer = try HistoryWriter(file: file)
        try writer.write(Self.history.header)
        try writer.flush()
        #expect(try HistoryReader().read(file: file).events.isEmpty)
        try writer.write(Self.history.events[0])
        try writer.flush()
        #expect(try HistoryReader().read(file: file).events == [Self.history.events[0]])
    }

    // MARK: - Fixtures

    private static func write(_ history: History) throws -> Data {
        let data = Mutex(Data())
        let sink: @Sendable (Data) throws -> Void = { line in data.withLock { $0.append(line) } }
        try HistoryWriter(sink: sink).write(history)
        return data.withLock { $0 }
    }

    private static var plan: Plan {
        var plan = Plan(name: "n", summary: "s", groups: [.status], requestTimeout: .seconds(1))
        plan.jobs.pollInterval = .milliseconds(100)
        plan.jobs.maximumPolls = 1
        plan.soak.seconds = .seconds(3)
        return plan
    }

    private static let history = History(
        header: History.Header(
            tool: "scan-probe/1",
            target: "http://localhost",
            profile: "p",
            plan: plan,
            seed: .max,
            startedAt: "2026-01-01T00:00:00Z",
            access: History.Access(userID: "u", hasSecondUser: true, usesTokens: true)
        ),
        events: [
            Event(
                id: 1,
                operation: .status,
                intent: .followsLink,
                job: "scan-1",
                jobID: "x",
                user: .first,
                method: "GET",
                url: "http://localhost/ü\n",
                requestHeaders: ["content-type": "text/plain"],
                due: Instant(nanoseconds: 9_007_199_254_740_992),
                sent: Instant(nanoseconds: 9_007_199_254_740_993),
                received: Instant(nanoseconds: 1_000_000_000_000_000_000),
                connection: 1,
                reusesConnection: false,
                outcome: .answered(
                    Response(
                        status: 200,
                        headers: ["a": "b"],
                        body: "{\"x\":NaN}\n\u{0}",
                        bodyBytes: 9,
                        worker: "w",
                        parsed: ParsedFields(
                            state: .notFound,
                            progress: JobProgress(completed: 1, total: 3, found: 0, percentage: 33.3),
                            total: 9_007_199_254_740_993
                        )
                    )
                )
            ),
            Event(
                id: 2,
                operation: .results,
                intent: .course,
                user: .nobody,
                method: "GET",
                url: "http://localhost/",
                sent: Instant(nanoseconds: 2),
                received: Instant(nanoseconds: 3),
                connection: 0,
                reusesConnection: false,
                outcome: .unanswered(.init(kind: .connectionLost, message: "gone"))
            ),
        ],
        samples: [
            StoreSnapshot(
                occasion: .initiated,
                job: "scan-1",
                jobID: "x",
                asked: Instant(nanoseconds: 4),
                received: Instant(nanoseconds: 5),
                keys: [
                    StoredKey(role: .lookup, key: "lookup:x", exists: true, remaining: .seconds(900)),
                    StoredKey(role: .entry, key: "entry:x", exists: false),
                ]
            )
        ],
        faults: [
            Fault(
                kind: .deleteLookup,
                job: "scan-1",
                jobID: "x",
                began: Instant(nanoseconds: 5),
                ended: Instant(nanoseconds: 6),
                detail: "lookup:x"
            )
        ],
        logs: [LogRecord(message: "gone", level: "warning", metadata: ["scan_id": "x"])],
        footer: History.Footer(reason: .budget, durationSeconds: 1.5)
    )
}
