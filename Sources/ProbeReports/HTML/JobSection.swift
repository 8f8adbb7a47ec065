//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The jobs, poll by poll.
struct JobSection {
    /// The maximum number of drawn jobs; the faulty ones come first.
    private static let limit = 60
    /// The number of jobs that are open initially.
    private static let opened = 4

    let timelines: [JobTimeline]
    let history: History
    let vocabulary: Vocabulary

    var markup: Markup {
        guard !timelines.isEmpty else { return .nothing }
        // Sorting must be stable, so that jobs stay in the order of the plan.
        let ranked = timelines.filter(\.isFaulty) + timelines.filter { !$0.isFaulty }
        let figures = ranked.prefix(Self.limit).map {
            JobFigure($0, history: history, vocabulary: vocabulary)
        }
        let kinds = figures.reduce(into: Set<MarkPaths.Kind>()) { $0.formUnion($1.kinds) }
        let nouns = vocabulary.nouns
        let faulty = timelines.count(where: \.isFaulty)
        return Markup("section", ["id": "scans"]) {
            Markup("h2") { "\(nouns.job.many.withCapital), poll by poll" }
            Markup("p", ["class": "note"]) {
                switch faulty {
                case 0: "No \(nouns.job) had a wrong answer. "
                case timelines.count: "Every \(nouns.job) had wrong answers. "
                default: "\(faulty) of \(timelines.count) \(nouns.job.many) had wrong answers; they come first. "
                }
                "Each stroke is a request at the time it was sent: up, the \(nouns.job) was found; down, it was not."
            }
            MarkLegend(
                kinds: kinds,
                nouns: nouns,
                hasCompletion: figures.contains(where: \.hasCompletion),
                hasFaults: figures.contains(where: \.hasFaults)
            ).markup
            for (index, figure) in figures.enumerated() {
                figure.markup(isOpen: index < max(min(faulty, Self.opened), 1))
            }
            if timelines.count > figures.count {
                Markup("p", ["class": "note"]) {
                    "\(timelines.count - figures.count) more \(nouns.job.many) are not drawn; the history has them."
                }
            }
        }
    }
}

extension JobTimeline {
    /// True if any request about the job failed.
    var isFaulty: Bool { polls.contains(where: \.isFaulty) || reads.contains(where: \.isFaulty) }
}
