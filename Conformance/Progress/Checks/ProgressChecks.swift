//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *progress*.
enum ProgressChecks: CheckGroup {
    static let catalogue = CatalogueSource("progress.yaml", PackageResources.progress_yaml)

    static let all = [
        Check("PROG-001", on: [.status], find: neverShrinks),
        Check("PROG-002", on: [.status], find: staysInRange),
        Check("PROG-003", on: [.status], find: totalIsConstant),
        Check("PROG-004", on: [.status], find: completeMeansAll),
        Check("PROG-005", on: [.status, .results], find: PartialResultsCheck.partsSurvive),
        Check("PROG-006", on: [.status], find: IncrementCheck.progressIsIncremental),
        Check("PROG-007", on: [.status], find: FoundSoFarCheck.neverShrinksAndMatchesTheEnd),
        Check("PROG-008", on: [.status], find: PercentageCheck.neverShrinks),
    ]

    /// The tolerance between the percentage and the share of strategies: any rounding to whole points.
    static let tolerance = 1.0

    /// PROG-001: The number of completed strategies MUST never shrink, seen over all connections in real-time order.
    @Sendable static func neverShrinks(_ observations: Observations) -> Finding {
        let header = observations.history.header
        if !header.access.offers.contains(.steps) {
            // Whoever counts no steps tells the progress by the percentage alone.
            return header.access.offers.contains(.percentage)
                ? PercentageCheck.neverShrinks(observations)
                : .skipped(reason: "the profile \(header.profile) says that the API tells no progress")
        }
        return observations.finding(
            onContradictions: .progressShrank,
            among: { poll, _ in poll.completed != nil },
            fault: "saw fewer \(observations.nouns.step.many) completed than were before",
            missing: "two status answers about \(observations.nouns.job.indefinite) that tell its progress",
            atLeast: 2
        )
    }

    /// PROG-002: Progress MUST lie within 0 and the total, the percentage within 0 and 100, and the two MUST agree
    /// within one point.
    @Sendable static func staysInRange(_ observations: Observations) -> Finding {
        let header = observations.history.header
        guard !header.access.offers.isDisjoint(with: [.steps, .percentage]) else {
            return .skipped(reason: "the profile \(header.profile) says that the API tells no progress")
        }
        return observations.finding(
            onPollsWhere: { $0.completed != nil || $0.percentage != nil },
            are: { !Self.isInRange($0) },
            fault: "told a progress that is out of range or disagrees with its percentage",
            missing: "a status answer that tells the progress"
        )
    }

    /// PROG-003: The total number of strategies MUST be greater than 0 and the same in every answer about a scan, from
    /// the first on.
    @Sendable static func totalIsConstant(_ observations: Observations) -> Finding {
        observations.finding(
            onContradictions: .totalChanged,
            among: { poll, _ in poll.total != nil },
            fault: "told a total that is 0 or not the one told before",
            missing: "a status answer that tells the total"
        )
    }

    /// PROG-004: A complete scan MUST report all of its strategies as completed, and 100 %.
    @Sendable static func completeMeansAll(_ observations: Observations) -> Finding {
        observations.finding(
            onPollsWhere: { $0.state == .complete && ($0.completed != nil || $0.percentage != nil) },
            are: { poll in
                let isWhole = poll.percentage.map { abs($0 - 100) < 0.001 } ?? true
                guard let completed = poll.completed, let total = poll.total else { return !isWhole }
                return !isWhole || completed != total || total <= 0
            },
            fault: "said complete without all \(observations.nouns.step.many) completed and 100 %",
            missing: "a status answer of a complete \(observations.nouns.job) that tells the progress"
        )
    }

    /// Returns true if the count and the percentage of a poll are in range and agree, as far as it tells them.
    static func isInRange(_ poll: Poll) -> Bool {
        if let completed = poll.completed, completed < 0 || completed > poll.total ?? .max { return false }
        guard let percentage = poll.percentage else { return true }
        guard percentage >= 0, percentage <= 100 else { return false }
        guard let completed = poll.completed, let total = poll.total, total > 0 else { return true }
        return abs(percentage - 100 * Double(completed) / Double(total)) <= tolerance
    }
}
