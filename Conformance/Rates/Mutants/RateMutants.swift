//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import HTTPTypes
import ScanServer

extension Mutant {
    /// One of several workers has a bad connection to the store.
    static let oneWorkerWorse: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "one-worker-worse",
            summary: "The first worker answers every other poll with 503.",
            violates: ["RATE-005"],
            consequences: ["RATE-001", "RATE-002"],
            traits: [.intermittent],
            seams: .answers(to: .status) { answer, _ in
                guard answer.status == .ok, answer.worker == "1", polls.next().isMultiple(of: 2) else { return }
                answer.fail(.serviceUnavailable, "store_unavailable", "Try again shortly.")
            }
        )
    }()

    /// Results are sometimes unavailable, as under load.
    static let resultsUnavailable: Mutant = {
        let reads = Tally()
        return Mutant(
            name: "results-unavailable",
            summary: "A worker answers every third results read with 503.",
            violates: ["RATE-003"],
            consequences: ["RATE-005"],
            traits: [.intermittent],
            seams: .answers(to: .results) { answer, _ in
                guard answer.status == .ok, reads.next() % 3 == 1 else { return }
                answer.fail(.serviceUnavailable, "store_unavailable", "Try again shortly.")
            }
        )
    }()
}
