//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks

/// The failed requirements: as many in full as there is room for, the others in brief.
struct FailureSection {
    private let report: Report
    private let failed: [Report.Outcome]
    private let page: TextLayout

    init(_ report: Report, page: TextLayout) {
        self.report = report
        self.failed = report.requirements.filter { $0.verdict == .failed && $0.known == nil }
        self.page = page
    }

    /// Renders the failures within a maximum number of lines; each gets one line at least.
    func lines(room: Int) -> [String] {
        guard !self.failed.isEmpty else { return [] }
        var blocks = self.failed.map(self.brief)
        var count = blocks.reduce(1) { $0 + $1.count }
        // Full blocks go to the first failures: groups are ordered so that causes come before consequences.
        for render in [self.short, self.full] {
            for (index, outcome) in self.failed.enumerated() {
                let block = render(outcome)
                let grown = count - blocks[index].count + block.count
                guard grown <= room else { break }
                blocks[index] = block
                count = grown
            }
        }
        return [self.page.styled("Failed", .red)] + blocks.flatMap(\.self)
    }

    /// Returns one line with the summary.
    private func brief(_ outcome: Report.Outcome) -> [String] {
        [self.page.cut("  \(outcome.id)  \(outcome.summary)")]
    }

    /// Returns the requirement and the summary.
    private func short(_ outcome: Report.Outcome) -> [String] {
        let statement = self.report.explanation(of: outcome)?.statement ?? outcome.level.rawValue
        return self.page.wrapped(statement, indent: "            ", first: "  \(outcome.id)  ", atMost: 2)
            + self.page.wrapped(outcome.summary, indent: "    ", atMost: 2)
    }

    /// Returns the requirement, the summary, two pieces of evidence, and the usual cause.
    private func full(_ outcome: Report.Outcome) -> [String] {
        let evidence = outcome.evidence.prefix(2).flatMap { evidence in
            self.page.wrapped("event \(evidence.event): \(evidence.note)", indent: "      ", first: "    · ", atMost: 2)
        }
        let causes = self.report.causes(of: outcome).prefix(2).joined(separator: "; or ")
        let usually = causes.isEmpty ? [] : self.page.wrapped("usually: \(causes)", indent: "    ", atMost: 2)
        return self.short(outcome) + evidence + usually
    }
}
