//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import ProbeReports
import Testing

/// Reports of rates that no repetition can decide: none promises how many requests it would take.
@Suite struct UndecidableRateTests {
    /// A run in which unknown ids are answered like those of jobs that run, and nothing is decided by so few polls.
    private static var alike: History {
        var history = Samples.history(polls: 20) { _ in nil }
        let unknown = Response(
            status: 200,
            parsed: ParsedFields(state: .scanning, stateWord: "scanning", jobID: "scan_b")
        )
        for number in history.events.count + 1...history.events.count + 2 {
            var event = history.events[1]
            event.id = number
            event.intent = .unknownID
            event.job = nil
            event.jobID = "scan_b"
            event.outcome = .answered(unknown)
            history.events.append(event)
        }
        return history
    }

    @Test func `a rate that is skipped promises nothing, in any report`() {
        let history = Self.alike
        let report = Samples.report(history)
        let skipped = report.requirements.filter { $0.verdict == .skipped }.map(\.id)
        #expect(skipped.contains("RATE-001") && skipped.contains("RATE-006"))
        let terminal = TerminalReport(report).render(width: 120, color: false).split(separator: "\n")
        let found = terminal.first { $0.contains("polls that found the scan") } ?? ""
        #expect(found.hasSuffix("skipped"), "\(found)")
        let markdown = MarkdownReport(report).render().split(separator: "\n")
        let row = markdown.first { $0.hasPrefix("| Polls that found their scan |") } ?? ""
        #expect(row.hasSuffix("| skipped |"), "\(row)")
        // That of the polls that were correct is not skipped, and says what it takes.
        #expect(terminal.contains { $0.contains("and were correct") && $0.contains("flawless") })
        let page = HTMLReport(report, history: history).render()
        #expect(page.split(separator: "all flawless").count == markdown.count { $0.contains("all flawless") } + 1)
    }
}
