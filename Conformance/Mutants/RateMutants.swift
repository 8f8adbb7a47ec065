//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

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
            seams: .answers(to: .results) { answer, _ in
                guard answer.status == .ok, reads.next() % 3 == 1 else { return }
                answer.fail(.serviceUnavailable, "store_unavailable", "Try again shortly.")
            }
        )
    }()

    /// Most polls are fast, but the tail is slow.
    static let slowTail: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "slow-tail",
            summary: "A worker takes three seconds for every twelfth poll.",
            violates: ["PERF-001"],
            consequences: ["PERF-002"],
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
            seams: .answers(to: .status) { _, _ in
                try await Task.sleep(for: min(.milliseconds(2) * polls.next(), .seconds(2)))
            }
        )
    }()
}
