//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks

/// The failed requirements: as many in full as there is room for, the others in brief.
struct FailureSection {
    private let report: Report
    private let groups: [Report.FailureGroup]
    private let page: TextLayout

    init(_ report: Report, page: TextLayout) {
        self.report = report
        groups = report.failureGroups { $0.known == nil }
        self.page = page
    }

    /// Renders the failures within a maximum number of lines; each gets one line at least.
    func lines(room: Int) -> [String] {
        guard !groups.isEmpty else { return [] }
        var blocks = groups.map(brief)
        var count = blocks.reduce(1) { $0 + $1.count }
        // Full blocks go to the first failures, which explain most.
        for render in [short, full] {
            for (index, group) in groups.enumerated() {
                let block = render(group)
                let grown = count - blocks[index].count + block.count
                guard grown <= room else { break }
                blocks[index] = block
                count = grown
            }
        }
        return [page.styled("Failed", .red)] + blocks.flatMap(\.self)
    }

    /// Returns one line with the summary.
    private func brief(_ group: Report.FailureGroup) -> [String] {
        [page.cut("  \(group.root.id)  \(group.root.summary)")] + followers(group)
    }

    /// Returns the ids of the requirements that follow from the group's first one, folded into a line.
    private func followers(_ group: Report.FailureGroup) -> [String] {
        group.remark.map { remark in
            let ids = group.followers.map(\.id).joined(separator: ", ")
            return [page.cut("    \(remark): \(ids)")]
        } ?? []
    }

    /// Returns the requirement and the summary.
    private func short(_ group: Report.FailureGroup) -> [String] {
        sentences(group.root) + followers(group)
    }

    private func sentences(_ outcome: Report.Outcome) -> [String] {
        let statement = report.explanation(of: outcome)?.statement ?? outcome.level.rawValue
        return page.wrapped(statement, indent: "            ", first: "  \(outcome.id)  ", atMost: 2)
            + page.wrapped(outcome.summary, indent: "    ", atMost: 2)
    }

    /// Returns the requirement, the summary, two pieces of evidence, and the usual cause.
    private func full(_ group: Report.FailureGroup) -> [String] {
        let outcome = group.root
        let evidence = outcome.evidence.prefix(2).flatMap { evidence in
            page.wrapped("event \(evidence.event): \(evidence.note)", indent: "      ", first: "    · ", atMost: 2)
        }
        let causes = report.causes(of: outcome).prefix(2).joined(separator: "; or ")
        let usually = causes.isEmpty ? [] : page.wrapped("usually: \(causes)", indent: "    ", atMost: 2)
        return sentences(outcome) + usually + evidence + followers(group)
    }
}
