//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// PROG-008: the percentage never shrinks.
///
/// A percentage that is out of range or disagrees with its count is wrong by itself, so it is no measure for later ones.
enum PercentageCheck {
    /// The fall that is still taken for another way of rounding.
    static let tolerance = 0.001

    /// PROG-008: The percentage MUST never shrink, seen over all connections in real-time order.
    @Sendable static func neverShrinks(_ observations: Observations) -> Finding {
        var measures: Set<Int> = []
        var against: [Int: Int?] = [:]
        for job in observations.jobs {
            let polls = job.polls.filter { $0.percentage != nil && $0.namesOtherJob != true }
            for poll in polls where ProgressChecks.isInRange(poll) { measures.insert(poll.position) }
            let figures = polls.compactMap { poll in poll.percentage.map { Figure($0, of: poll) } }
            let falls = figures.shrinking(
                measuredBy: { measures.contains($0.position) },
                isSmaller: { $0 < $1 - Self.tolerance }
            )
            for (figure, earlier) in falls { against[figure.position] = .some(earlier.position) }
        }
        return observations.finding(
            onPollsWithin: { poll, _ in poll.percentage != nil && poll.namesOtherJob != true },
            are: { against[$0.position] != nil },
            against: against,
            fault: "told a smaller percentage than one told before",
            missing: "two status answers about a job that tell its percentage",
            atLeast: 2
        )
    }
}
