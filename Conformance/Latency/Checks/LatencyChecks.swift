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
    /// The time within which late answers may have the same cause, such as a pause of a worker.
    private static let stall = Duration.seconds(2)
    /// The number of windows into which a third of a long run is divided.
    private static let windows = 20

    /// PERF-001 and PERF-002.
    ///
    /// The 99th percentile is above the bound exactly when more than 1 % of all responses are late. Only a number that is
    /// improbable at a share of 1 % is proof of a violation; answers that one stall holds up count as one.
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
        if leastShare(of: late, among: latencies.count, observations) > 0.01 {
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
        let most = Missed.percent(Missed.atMost(late.count, of: latencies.count))
        return Finding(
            verdict: .passed,
            summary: "\(late.count) of \(subject.counted(latencies.count)) took longer than \(bound.inSeconds) s; "
                + "more than \(most) late ones would have shown (95 %)"
        )
    }

    /// The lowest share of late answers that fits those that were seen.
    ///
    /// Their number is divided by the mean size of a stall, and so is that of all answers.
    private static func leastShare(of late: [Latency], among all: Int, _ observations: Observations) -> Double {
        var stalls = 0
        var end = Instant.start
        for answer in late {
            let sent = observations.event(answer.position).sent
            guard stalls == 0 || sent > end else { continue }
            stalls += 1
            end = sent + stall
        }
        guard stalls > 0 else { return 0 }
        let independent = max(stalls, all * stalls / late.count)
        return ClopperPearson.lowerBound(successes: stalls, trials: independent, error: error)
    }

    /// The most by which a median can have grown; each of its two bounds is wrong in one of a hundred runs at most.
    private static func mostGrowth(_ first: [Duration], _ last: [Duration]) -> String? {
        guard let before = QuantileBound.lower(0.5, of: first, error: error),
            let after = QuantileBound.upper(0.5, of: last, error: error), before > .zero
        else { return nil }
        return Missed.percent(max(0, after / before - 1))
    }

    /// PERF-003: Latency SHOULD NOT grow over a long run.
    ///
    /// The last third of a long run is compared with the first by distribution-free confidence bounds; growth is a factor
    /// of at least 1.5 between the bounds. Each third is divided into windows, and a quantile is that of the window in the
    /// middle: polls that one stall holds up fall into one or two of them.
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
        let first = windows(latencies.prefix(third))
        let last = windows(latencies.suffix(third))
        for (percent, name) in [(50, "median"), (90, "90th percentile")] {
            let ends = (
                first.map { Percentiles.rank(percent, of: $0) }.sorted(),
                last.map { Percentiles.rank(percent, of: $0) }.sorted()
            )
            guard let before = QuantileBound.upper(0.5, of: ends.0, error: error / 4),
                let after = QuantileBound.lower(0.5, of: ends.1, error: error / 4),
                after > before * 3 / 2 + .milliseconds(5)
            else { continue }
            return observations.finding(
                examined: third,
                of: .polls,
                counterexamples: latencies.suffix(third).filter { $0.duration >= after }.map {
                    Counterexample($0.position, "it took \(EventDescription.seconds($0.duration)) s")
                },
                fault:
                    "in the last third were at or above its \(name) of \(EventDescription.seconds(after)) s at least; "
                    + "in the first third it was \(EventDescription.seconds(before)) s at most",
                missing: ""
            )
        }
        let medians = (
            first.map { Percentiles.rank(50, of: $0) }.sorted(), last.map { Percentiles.rank(50, of: $0) }.sorted()
        )
        return Finding(
            verdict: .passed,
            summary: "\(third) polls of the last third were no slower than the first third"
                + (mostGrowth(medians.0, medians.1).map { "; the median has grown by \($0) at most (98 %)" } ?? "")
        )
    }

    /// The durations in each window, sorted; a window is an equal number of requests that follow each other.
    private static func windows(_ latencies: ArraySlice<Latency>) -> [[Duration]] {
        let count = latencies.count
        return (0..<windows).map { window in
            let places = count * window / windows..<count * (window + 1) / windows
            return latencies.dropFirst(places.lowerBound).prefix(places.count).map(\.duration).sorted()
        }
    }
}
