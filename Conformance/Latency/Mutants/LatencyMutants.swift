//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import HTTPTypes
import ScanServer

extension Mutant {
    /// Most polls are fast, but the tail is slow.
    static let slowTail: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "slow-tail",
            summary: "A worker takes three seconds for every twelfth poll.",
            violates: ["PERF-001"],
            consequences: ["PERF-002"],
            traits: [.intermittent],
            seams: .answers(to: .status) { answer, _ in
                guard answer.status == .ok, polls.next() % 12 == 5 else { return }
                try await Task.sleep(for: .seconds(3))
            }
        )
    }()

    /// Some reads of the results are slow.
    static let resultsSlow: Mutant = {
        let reads = Tally()
        return Mutant(
            name: "results-slow",
            summary: "A worker takes three seconds for every eighth results read.",
            violates: ["PERF-002"],
            consequences: ["PERF-001"],
            traits: [.intermittent],
            seams: .answers(to: .results) { answer, _ in
                guard answer.status == .ok, reads.next() % 8 == 3 else { return }
                try await Task.sleep(for: .seconds(3))
            }
        )
    }()

    /// Each poll is slower than the last, as with a growing list that is searched.
    static let latencyGrows: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "latency-grows",
            summary: "Each poll of a worker takes two milliseconds longer than the one before, up to two seconds.",
            violates: ["PERF-003"],
            consequences: ["PERF-001", "RATE-001", "RATE-002"],
            plan: "soak",
            traits: [.intermittent],
            seams: .answers(to: .status) { _, _ in
                try await Task.sleep(for: min(.milliseconds(2) * polls.next(), .seconds(2)))
            }
        )
    }()
}
