//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
import Testing

@testable import ProbeHistory

@Suite struct HistoryBoundsTests {
    @Test(arguments: [
        ("\"sent\":2000", "\"sent\":9223372036854775807", "event.sent"),
        ("\"sent\":2000", "\"sent\":-9223372036854775808", "event.sent"),
        ("\"sent\":2000", "\"sent\":-1", "event.sent"),
        ("\"sent\":2000", "\"sent\":4000", "event.received"),
        ("\"received\":3000", "\"received\":9223372036854775807", "event.received"),
        ("\"id\":1,", "\"id\":-9223372036854775808,", "event.id"), ("\"due\":1000", "\"due\":-5", "event.due"),
        ("\"connection\":1,", "\"connection\":-1,", "event.connection"),
        ("\"status\":200,", "\"status\":-1,", "event.outcome.answered.status"),
        ("\"total\":14", "\"total\":9223372036854775807", "event.outcome.answered.understood.progress.total"),
        ("\"pollInterval\":1", "\"pollInterval\":1e300", "header.plan.pollInterval"),
        ("\"scans\":1", "\"scans\":-1", "header.plan.scans"),
        ("\"alpha\":0.05", "\"alpha\":2", "header.plan.rates.alpha"),
        ("\"asked\":5", "\"asked\":-5", "sample.asked"),
        ("\"remaining\":7", "\"remaining\":9223372036854775807", "sample.keys.remaining"),
        ("\"ended\":9", "\"ended\":8", "fault.ended"),
        ("\"durationSeconds\":2", "\"durationSeconds\":1e300", "footer.durationSeconds"),
    ])
    func `a number that no run can have is refused by its field`(field: String, other: String, name: String) throws {
        let text = try Self.text()
        #expect(throws: Never.self) { try HistoryReader().read(Data(text.utf8)) }
        let forged = text.replacing(field, with: other)
        #expect(forged != text, "the history has no \(field)")
        let problem = #expect(throws: HistoryProblem.self) { try HistoryReader().read(Data(forged.utf8)) }
        #expect(problem?.message == "the field `\(name)` has a value it cannot have")
    }

    @Test func `a line without an end is refused before it fills the memory`() {
        let problem = #expect(throws: HistoryProblem.self) {
            try HistoryReader().read(Data(repeating: UInt8(ascii: "x"), count: (64 << 20) + 1))
        }
        #expect(problem?.message.contains("longer than 64 MB") == true)
    }

    @Test func `a history is not written through a symbolic link`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let victim = folder.appending(path: "victim")
        try Data("precious".utf8).write(to: victim)
        let file = folder.appending(path: "history.jsonl")
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: victim)
        let problem = #expect(throws: HistoryFileProblem.self) { try HistoryWriter(file: file) }
        #expect(problem?.message.contains("symbolic link") == true)
        #expect(try Data(contentsOf: victim) == Data("precious".utf8))
        try FileManager.default.removeItem(at: file)
        // A second name of a file is no reason to write into the file.
        try FileManager.default.linkItem(at: victim, to: file)
        _ = try HistoryWriter(file: file)
        #expect(try Data(contentsOf: victim) == Data("precious".utf8))
        #expect(try Data(contentsOf: file).isEmpty)
    }

    private static func text() throws -> String {
        let lines = Lines()
        var plan = Plan(
            name: "p",
            summary: "s",
            groups: [.status],
            requestTimeout: .seconds(5),
            runBudget: .seconds(30)
        )
        plan.jobs.maximumPolls = 3
        plan.jobs.budget = .seconds(20)
        let writer = HistoryWriter { lines.add($0) }
        try writer.write(
            History(
                header: .init(
                    tool: "t",
                    target: "http://h",
                    profile: "p",
                    plan: plan,
                    seed: 1,
                    startedAt: "2026-01-01T00:00:00Z",
                    access: .init(hasSecondUser: false, usesTokens: false)
                ),
                events: [
                    Event(
                        id: 1,
                        operation: .status,
                        intent: .course,
                        user: .first,
                        method: "GET",
                        url: "http://h/",
                        due: Instant(nanoseconds: 1000),
                        sent: Instant(nanoseconds: 2000),
                        received: Instant(nanoseconds: 3000),
                        connection: 1,
                        reusesConnection: false,
                        outcome: .answered(
                            Response(
                                status: 200,
                                parsed: ParsedFields(progress: JobProgress(total: 14))
                            )
                        )
                    )
                ],
                samples: [
                    StoreSnapshot(
                        occasion: .running,
                        asked: Instant(nanoseconds: 5),
                        received: Instant(nanoseconds: 6),
                        keys: [StoredKey(role: .lookup, key: "k", exists: true, remaining: .milliseconds(7))]
                    )
                ],
                faults: [
                    Fault(kind: .killWorker, began: Instant(nanoseconds: 9), ended: Instant(nanoseconds: 9), detail: "")
                ],
                footer: .init(reason: .finished, durationSeconds: 2)
            )
        )
        return String(decoding: lines.bytes, as: UTF8.self)
    }

    private final class Lines: Sendable {
        private let data = Mutex(Data())
        var bytes: Data { data.withLock { $0 } }
        func add(_ line: Data) { data.withLock { $0 += line } }
    }
}
