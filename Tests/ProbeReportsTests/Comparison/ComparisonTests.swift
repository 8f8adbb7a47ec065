//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeReports
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct ComparisonTests {
    private let broken = Samples.report(Samples.broken)
    private let sound = Samples.report(Samples.sound)

    private func changes(_ comparison: Comparison) -> [String: Comparison.RequirementChange.Change] {
        Dictionary(comparison.requirements.map { ($0.id, $0.change) }) { first, _ in first }
    }

    @Test func `a fix shows as requirements fixed and rates that rose`() throws {
        let comparison = Comparison(self.broken, self.sound)
        #expect(comparison.result == .better)
        #expect(self.changes(comparison)["STAT-002"] == .fixed)
        #expect(self.changes(comparison)["STAT-003"] == nil)
        let found = try #require(comparison.rates.first { $0.name == "status_found" })
        #expect(found.trend == .better)
        #expect(found.probability < 1e-20)
        #expect(comparison.rates.first { $0.name == "initiate" }?.trend == .same)
        #expect(comparison.differences == [])
    }

    @Test func `the way back is worse`() {
        let comparison = Comparison(self.sound, self.broken)
        #expect(comparison.result == .worse)
        #expect(self.changes(comparison)["STAT-002"] == .broken)
        #expect(comparison.rates.first { $0.name == "status_found" }?.trend == .worse)
    }

    @Test func `what got worse is named at the top`() {
        let worse = Comparison(self.sound, self.broken)
        let lines = TerminalComparison(worse).render().split(separator: "\n")
        #expect(lines[1].hasPrefix("worse   the verdict, STAT-002, STAT-008"), "\(lines[1])")
        #expect(MarkdownComparison(worse).render().contains("**Worse:** the verdict, STAT-002, STAT-008"))
        let better = TerminalComparison(Comparison(self.broken, self.sound)).render()
        #expect(!better.contains("worse   "))
    }

    @Test func `a report that states no version of the contract is compared, and it is said`() {
        var older = self.sound
        older.contract = nil
        let comparison = Comparison(older, self.sound)
        #expect(comparison.result == .same)
        #expect(comparison.differences == ["the versions of the contract differ: none stated, then 1.1"])
    }

    @Test func `a report compared with itself has not changed`() {
        for report in [self.broken, self.sound] {
            let comparison = Comparison(report, report)
            #expect(comparison.result == .same)
            #expect(comparison.requirements == [])
            #expect(comparison.rates.allSatisfy { $0.probability == 1 && $0.trend == .same })
            #expect(comparison.latencies.count == 9)
        }
    }

    private typealias Change = Comparison.RequirementChange.Change

    /// Pairs of verdicts, `nil` where a report does not have the requirement, and the kind of the change.
    private static let transitions:
        [(before: Verdict.Kind?, after: Verdict.Kind?, change: Change, result: Comparison.Result)] = [
            (.failed, .passed, .fixed, .better), (.passed, .failed, .broken, .worse),
            (.inconclusive, .failed, .broken, .worse), (.inconclusive, .passed, .decided, .same),
            (.passed, .inconclusive, .undecided, .same), (.failed, .inconclusive, .undecided, .same),
            (.skipped, .passed, .newlyRun, .same), (.skipped, .failed, .newlyRun, .worse),
            (.harnessError, .inconclusive, .newlyRun, .same), (.passed, .skipped, .noLongerRun, .same),
            (.failed, .skipped, .noLongerRun, .same), (.passed, nil, .noLongerRun, .same),
            (nil, .passed, .newlyRun, .same), (nil, .failed, .newlyRun, .worse),
        ]

    @Test(arguments: Self.transitions.indices)
    func `a requirement changes from one verdict to another`(row: Int) {
        let (before, after, change, result) = Self.transitions[row]
        func report(_ verdict: Verdict.Kind?) -> Report {
            var report = self.sound
            guard let index = report.requirements.firstIndex(where: { $0.id == "PROG-002" }) else { return report }
            if let verdict {
                report.requirements[index].verdict = verdict
            } else {
                report.requirements.remove(at: index)
            }
            return report
        }
        let comparison = Comparison(report(before), report(after))
        #expect(comparison.requirements.map(\.change) == [change], "row \(row)")
        #expect(comparison.result == result, "row \(row)")
    }

    @Test func `a difference that chance explains is noise`() throws {
        func report(_ successes: Int) -> Report {
            var report = self.sound
            report.rates.statusFound.successes = successes
            report.rates.statusFound.trials = 100
            report.rates.statusFound.rate = Double(successes) / 100
            return report
        }
        #expect(Comparison(report(98), report(94)).result == .same)
        let fall = Comparison(report(98), report(84))
        #expect(fall.result == .worse)
        #expect(try #require(fall.rates.first).probability < 0.001)
        #expect(Comparison(report(84), report(98)).result == .better)
    }

    @Test func `runs made in different ways are said to be`() {
        var other = self.sound
        other.plan.name = "documented"
        other.target.url = "https://other.example"
        other.target.profile = "mine"
        other.groups.notRun = []
        let comparison = Comparison(self.sound, other)
        #expect(
            comparison.differences == [
                "the targets differ: http://127.0.0.1:8080, then https://other.example",
                "the profiles differ: opportunity-scan, then mine", "the plans differ: acceptance, then documented",
                "the groups not run differ: isolation, errors, latency, store, recovery, observability, then none",
            ]
        )
        #expect(TerminalComparison(comparison).render().contains("note: the plans differ: acceptance, then documented"))
        #expect(MarkdownComparison(comparison).render().contains("**Note:** the plans differ"))
    }

    @Test func `the text says it all within the width, and nothing unescaped`() {
        var hostile = self.broken
        hostile.target.url = "http://\u{1B}[2J/\u{202E}"
        let index = hostile.requirements.firstIndex { $0.id == "STAT-002" } ?? 0
        hostile.requirements[index].summary = "<script>alert(1)</script> | `x` [a](http://evil) \u{7}\n# head"
        let comparison = Comparison(self.sound, hostile)
        let text = TerminalComparison(comparison).render(width: 90)
        #expect(text.hasPrefix("WORSE · grade C → F · verdict INCONCLUSIVE → FAIL\n"))
        #expect(text.contains("STAT-002"))
        #expect(text.contains("120/120 100.0 %"))
        #expect(text.contains("p < 0.0001  worse"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 90 })
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
        let markdown = MarkdownComparison(comparison).render()
        #expect(!markdown.contains("<") && !markdown.contains("\u{7}") && !markdown.contains("\u{202E}"))
        #expect(!markdown.contains("http://"))
        #expect(!markdown.contains("\n# head"))
        let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| STAT-002") }
        #expect(rows.count == 1)
        #expect(rows.first?.contains(#"\| \`x\` \[a\](http&#58;//evil)"#) == true, "\(rows)")
    }

    @Test func `the program prints each format, and ends with 1 when something got worse`() async throws {
        try await AttestedRun.with(Samples.broken) { broken in
            try await AttestedRun.with(Samples.sound) { sound in
                func compare(_ arguments: String...) async throws -> Executables.Output {
                    try await Executables.run("scan-probe", ["compare"] + arguments)
                }
                let better = try await compare(broken.folder.path, sound.report.path)
                #expect(better.status == 0, "\(better.error)")
                #expect(better.output.hasPrefix("BETTER · grade F → C"))
                let worse = try await compare(sound.folder.path, broken.folder.path, "--format", "json")
                #expect(worse.status == 1)
                let json = try JSONDecoder().decode(Comparison.self, from: Data(worse.output.utf8))
                #expect(json == Comparison(self.sound, self.broken))
                let markdown = try await compare(sound.folder.path, sound.folder.path, "--format", "markdown")
                #expect(markdown.status == 0)
                #expect(markdown.output.hasPrefix("## NO CHANGE"))
                #expect(try await compare(sound.folder.path, "/no/such").status == 3)
                #expect(try await compare(sound.folder.path, sound.history.path).status == 3)
                try sound.change(sound.report, "\"successes\" : 120", "\"successes\" : -1")
                #expect(try await compare(sound.folder.path, broken.folder.path).status == 3)
                #expect(try await compare(sound.folder.path).status == 64)
            }
        }
    }
}
