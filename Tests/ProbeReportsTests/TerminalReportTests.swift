//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import ProbeReports
import Testing

@Suite struct TerminalReportTests {
    private func lines(_ history: History, width: Int = 100, color: Bool = false) -> [String] {
        TerminalReport(Samples.report(history)).render(width: width, color: color)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func `the first lines have the verdict, what is wrong and why, how sure that is, and who was seen`() {
        let broken = lines(Samples.broken)
        #expect(broken[0] == "FAIL · grade F")
        #expect(broken[1].hasPrefix("STAT-00"))
        #expect(broken.prefix(9).contains { $0.hasPrefix("Usually: ") })
        #expect(broken.prefix(9).contains { $0.hasPrefix("How sure: ") })
        #expect(broken.prefix(9).contains { $0.hasPrefix("Workers: ") || $0.contains(" worker") })
        #expect(broken.prefix(12).contains { $0.hasPrefix("Not run: 6 groups") })
        #expect(lines(Samples.sound)[0] == "INCONCLUSIVE · grade C")
    }

    @Test(arguments: [60, 80, 100, 200])
    func `a broken deployment is told within 60 lines of the width`(width: Int) {
        let lines = self.lines(Samples.broken, width: width)
        #expect(lines.count <= 61)
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines.filter { $0.count > width })")
        let head = lines.prefix(18).joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(head.contains(" · contract 1.1 "))
    }

    @Test func `a failure is told with its sentence, pattern, evidence and usual cause`() {
        let text = lines(Samples.broken).joined(separator: "\n")
        #expect(text.contains("STAT-002  A poll MUST NOT be answered not_found"))
        #expect(text.contains("80 of 120 status polls were answered not_found; 2 of every 3 requests in turn"))
        #expect(text.contains("→ 404 not_found"))
        #expect(text.contains("usually: the lookup lives in one worker's memory"))
        #expect(text.contains("naive found rate: 40/120 = 33.3 %"))
    }

    @Test func `known failures stand apart with their reason, and the first line says that there are no others`() {
        let failed = Judge.judge(Samples.broken).rulings.filter {
            [.failed, .inconclusive].contains($0.verdict.kind)
        }
        let list = failed.map {
            KnownFailure(id: $0.requirement.id, reason: "ticket\u{1B}[2J OPS-17", expires: "2026-12-31")
        }
        let judgement = Judge.judge(Samples.broken, knownFailures: list)
        let report = Report(judgement: judgement, history: Samples.broken)
        let text = TerminalReport(report).render()
        #expect(text.hasPrefix("PASS, only known failures · grade F · unknown how many workers\n"))
        #expect(text.contains("Known failures\n"))
        #expect(text.contains("STAT-002  failed, known until 2026-12-31: ticket\\u{1b}[2J OPS-17"))
        #expect(!text.contains("Failed\n") && !text.contains("Inconclusive\n"))
        #expect(report.verdict == .fail && report.conclusion == .pass)
        #expect(report.requirements.first { $0.id == "STAT-002" }?.verdict == .failed)
    }

    @Test func `a list of known failures that is out of date is told in the first line`() {
        let list = [
            KnownFailure(id: "STAT-003", reason: "", expires: "2026-12-31"),
            KnownFailure(id: "STAT-002", reason: "", expires: "2026-01-26"),
        ]
        let judgement = Judge.judge(Samples.sound, knownFailures: list)
        let text = TerminalReport(Report(judgement: judgement, history: Samples.sound)).render()
        #expect(text.hasPrefix("FAIL, the list of known failures is out of date · grade C"))
        #expect(text.contains("STAT-003  passed: take it off the list of known failures"))
        #expect(text.contains("STAT-002  known until 2026-01-26, which is past: mend it, or give it a new date"))
    }

    @Test func `colour is used only when asked for`() {
        #expect(!lines(Samples.broken).contains { $0.contains("\u{1B}") })
        #expect(lines(Samples.broken, color: true)[0].hasPrefix("\u{1B}[31mFAIL"))
    }

    @Test func `nothing that a deployment sends reaches the terminal as a control`() {
        let hostile = "\u{1B}[2Jgone\u{202E}evil\u{7}\r\n\u{200B}\u{2028}"
        let parsed = ParsedFields(state: .unrecognised, stateWord: hostile, jobID: "scan_a")
        let history = Samples.history(polls: 100) { $0 == 50 ? Response(status: 200, parsed: parsed) : nil }
        let text = TerminalReport(Samples.report(history)).render(width: 200)
        #expect(text.contains("\\u{1b}[2Jgone\\u{202e}evil\\u{7}"))
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .format })
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
        #expect(!text.contains("\u{2028}"))
    }
}
