//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// OBS-002: the metrics count requests and lookups.
///
/// Each worker has its own counters. Between the first and the last reading of a worker's metrics, its counters have
/// to grow by at least the number of requests that it answered in between; requests within a second of a reading are
/// left out. A restarted worker counts from 0 again and is no evidence.
enum MetricsCheck {
    private static let margin = Duration.seconds(1)

    /// A reading of a worker's metrics.
    private struct MetricsReading {
        var position: Int
        var event: Event
        var requests: Double?
        var lookups: Double?

        init?(_ event: Event, at position: Int) {
            guard let response = event.outcome.response, (200..<300).contains(response.status),
                let body = response.body,
                response.bodyDigest == nil
            else { return nil }
            let counters = PrometheusText.counters(in: body)
            self.position = position
            self.event = event
            requests = Self.sum(of: counters) { $0.contains("request") && !$0.contains("lookup") }
            lookups = Self.sum(of: counters) { $0.contains("lookup") }
        }

        private static func sum(of counters: [String: Double], where matches: (String) -> Bool) -> Double? {
            // The count of a histogram counts the same requests again, so the largest family is taken.
            counters.filter { matches($0.key) }.map(\.value).max()
        }
    }

    /// OBS-002: The metrics SHOULD count requests and lookups.
    @Sendable static func countersGrow(_ observations: Observations) -> Finding {
        let events = observations.history.events
        var looks: [String: (first: MetricsReading, last: MetricsReading)] = [:]
        for position in events.indices
        where events[position].operation == .metrics && events[position].intent == .adminToken {
            let event = events[position]
            guard let look = MetricsReading(event, at: position), let worker = event.outcome.response?.worker else {
                continue
            }
            looks[worker] = (looks[worker]?.first ?? look, look)
        }
        var examined = 0
        var hasLookups = false
        var counterexamples: [Counterexample] = []
        let served = Self.served(
            observations,
            between: looks.mapValues { ($0.first.event.received, $0.last.event.sent) }
        )
        for (worker, look) in looks.sorted(by: { $0.key < $1.key }) {
            guard let count = served[worker], count.requests > 0 else { continue }
            hasLookups = hasLookups || count.lookups > 0
            for (name, before, after, asked) in [
                ("requests", look.first.requests, look.last.requests, count.requests),
                ("lookups", look.first.lookups, look.last.lookups, count.lookups),
            ] where asked > 0 {
                examined += 1
                // A counter that was never incremented may be absent.
                let growth = (after ?? 0) - (before ?? 0)
                guard growth >= 0, growth < Double(asked) else { continue }
                let remark =
                    after == nil
                    ? "it has no counter of \(name); worker \(worker) answered \(asked)"
                    : "worker \(worker) counted \(Int(growth)) \(name) since event \(look.first.event.id) and answered \(asked)"
                counterexamples.append(Counterexample(look.last.position, remark))
            }
        }
        return observations.finding(
            examined: hasLookups || !counterexamples.isEmpty ? examined : 0,
            of: CountedNoun(one: "counter of a worker", many: "counters of workers"),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "did not count what was asked",
            missing: "two looks at the metrics of one named worker, and status polls that it answered in between"
        )
    }

    /// The number of requests, and of polls that found their job, that each worker answered between two times.
    private static func served(
        _ observations: Observations,
        between times: [String: (Instant, Instant)]
    ) -> [String: (requests: Int, lookups: Int)] {
        var served: [String: (requests: Int, lookups: Int)] = [:]
        let events = observations.history.events
        for position in events.indices {
            let operation = events[position].operation
            guard operation == .initiate || operation == .status || operation == .results else { continue }
            let event = events[position]
            guard let response = event.outcome.response, response.status < 400, let worker = response.worker,
                let (begin, end) = times[worker], event.sent > begin, event.received < end - margin
            else { continue }
            served[worker, default: (0, 0)].requests += 1
            guard operation == .status, StatusReading(event.outcome).isFound else { continue }
            served[worker, default: (0, 0)].lookups += 1
        }
        return served
    }
}
