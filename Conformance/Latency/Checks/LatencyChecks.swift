//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *latency*.
enum LatencyChecks: CheckGroup {
    static let catalogue = CatalogueSource("latency.yaml", PackageResources.latency_yaml)

    static let all = [
        // PERF-001: 99 of 100 status polls SHOULD be answered within the plan's bound.
        Check("PERF-001", on: [.status]) {
            Self.ninetyNinth(of: .status, .polls, within: $0.history.header.plan.latency.statusP99, $0)
        },
        // PERF-002: 99 of 100 results reads SHOULD be answered within the plan's bound.
        Check("PERF-002", on: [.results]) {
            Self.ninetyNinth(of: .results, .reads, within: $0.history.header.plan.latency.resultsP99, $0)
        },
        Check("PERF-003", on: [.status], find: doesNotGrow),
    ]

    /// The probability of failing a deployment that is within the bound.
    static let error = 0.01

    /// PERF-001 and PERF-002.
    ///
    /// The number of late responses is binomial: the 99th percentile is above the bound exactly when more than 1 % of
    /// all responses are late. Only a number that is improbable at a share of 1 % is proof of a violation.
    private static func ninetyNinth(
        of operation: Event.Operation,
        _ subject: CountedNoun,
        within bound: Duration?,
        _ observations: Observations
    ) -> Finding {
        guard let bound else {
            let plan = observations.history.header.plan.name
            return .skipped(reason: "the plan \(plan) sets no bound on the time of \(subject.many)")
        }
        let latencies = observations.latencies(of: operation)
        let late = latencies.filter { $0.duration > bound }
        let least = ClopperPearson.lowerBound(successes: late.count, trials: latencies.count, error: self.error)
        if least > 0.01 {
            return observations.finding(
                examined: latencies.count,
                of: subject,
                counterexamples: late.map {
                    Counterexample(
                        $0.position,
                        "its answer was whole \(EventDescription.seconds($0.duration)) s after it was due"
                    )
                },
                fault: "took longer than \(bound.inSeconds) s, more than 1 % allows",
                missing: ""
            )
        }
        // The nearest-rank percentile of fewer than 100 is their maximum.
        guard latencies.count >= 100, late.count * 100 <= latencies.count else {
            return .inconclusive(
                missing: "at least 100 \(subject.many) that tell the 99th percentile; "
                    + "\(late.count) of \(latencies.count) took longer than \(bound.inSeconds) s"
            )
        }
        return Finding(
            verdict: .passed,
            summary: "\(late.count) of \(subject.counted(latencies.count)) took longer than \(bound.inSeconds) s"
        )
    }

    /// PERF-003: Latency SHOULD NOT grow over a long run.
    ///
    /// The last third of a long run is compared with the first by distribution-free confidence bounds of their
    /// quantiles; growth is a factor of at least 1.5 between the bounds.
    @Sendable static func doesNotGrow(_ observations: Observations) -> Finding {
        let plan = observations.history.header.plan
        let soak = plan.soak.seconds
        guard soak > .zero else { return .skipped(reason: "the plan \(plan.name) is no soak (soak.seconds)") }
        let latencies = observations.latencies(of: .status)
        let events = observations.history.events
        let duration = (latencies.last.map { events[$0.position].received } ?? .start) - (events.first?.sent ?? .start)
        let third = latencies.count / 3
        guard third >= 100, duration >= soak * 4 / 5 else {
            return .inconclusive(
                missing: "300 status polls over at least four fifths of the \(soak.inSeconds) s of the soak"
            )
        }
        let first = latencies.prefix(third).map(\.duration).sorted()
        let last = latencies.suffix(third)
        let lastSorted = last.map(\.duration).sorted()
        for (quantile, name) in [(0.5, "median"), (0.9, "90th percentile")] {
            guard let before = QuantileBound.upper(quantile, of: first, error: self.error / 4),
                let after = QuantileBound.lower(quantile, of: lastSorted, error: self.error / 4),
                after > before * 3 / 2 + .milliseconds(5)
            else { continue }
            return observations.finding(
                examined: third,
                of: .polls,
                counterexamples: last.filter { $0.duration >= after }.map {
                    Counterexample($0.position, "it took \(EventDescription.seconds($0.duration)) s")
                },
                fault:
                    "in the last third were at or above its \(name) of \(EventDescription.seconds(after)) s at least; "
                    + "in the first third it was \(EventDescription.seconds(before)) s at most",
                missing: ""
            )
        }
        return Finding(
            verdict: .passed,
            summary: "\(third) polls of the last third were no slower than the first third"
        )
    }
}
