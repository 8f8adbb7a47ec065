//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import HTTPTypes
import ScanServer

extension Mutant {
    /// One of thirty-three polls gets `not_found`, on any worker: too few to fail the rate requirement.
    static let threePercentNotFound = Mutant(
        name: "three-percent-not-found",
        summary: "3 % of the polls do not find the scan.",
        violates: ["STAT-002"],
        consequences: ["STAT-001", "STAT-008", "ERR-010", "INIT-006"],
        cause: "the store being out of reach, or a replica that lags, is answered as not_found instead of 503",
        traits: [.intermittent],
        seams: notFoundNowAndThen(every: 33)
    )

    /// One of twelve polls gets `not_found`, on any worker: too many to pass the rate requirement.
    static let eightPercentNotFound = Mutant(
        name: "eight-percent-not-found",
        summary: "8 % of the polls do not find the scan.",
        violates: ["STAT-002"],
        consequences: ["STAT-001"] + consequencesOfNotFound,
        cause: "the store being out of reach, or a replica that lags, is answered as not_found instead of 503",
        traits: [.intermittent],
        seams: notFoundNowAndThen(every: 12)
    )

    /// Returns extension points that hide scans at regular intervals, so that no run is spared by chance.
    private static func notFoundNowAndThen(every interval: Int) -> ServerSeams {
        let polls = Tally()
        return .answers(to: .status) { answer, _ in
            guard answer.status == .ok, polls.next() % interval == interval / 2 else { return }
            answer.becomeNotFound()
        }
    }
}
