//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The response time of a request, from the time at which it was due.
struct Latency {
    /// The position of the event in the history.
    var position: Int
    /// The time.
    var duration: Duration
}

extension Observations {
    /// The latencies of ordinary requests, free of coordinated omission, in the order of sending.
    ///
    /// A request that had to wait for the response to an earlier one of its job counts from the time at which it was
    /// due; if the prober itself was late, it counts from its sending. Refusals, 5xx and broken connections have no
    /// latency, while a request that timed out took at least that long. Requests that overlap a fault, or follow one
    /// within half a minute, are left out.
    func latencies(of operation: Event.Operation) -> [Latency] {
        var latencies: [Latency] = []
        var answered: [String: Instant] = [:]
        let disturbances = Disturbance.merged(history.faults)
        var next = 0
        let events = history.events
        // By position, since events are large and expensive to copy.
        for position in events.indices {
            let intent = events[position].intent
            guard intent == .course || intent == .early, let job = events[position].jobID else { continue }
            let (sent, received) = (events[position].sent, events[position].received)
            let held = answered[job] ?? .start
            answered[job] = max(held, received)
            guard events[position].operation == operation, intent == .course,
                Self.hasLatency(events[position].outcome)
            else { continue }
            while next < disturbances.count, disturbances[next].end < sent { next += 1 }
            if next < disturbances.count, disturbances[next].begin <= received { continue }
            let waited = events[position].due.map { max(.zero, min(sent, held) - $0) } ?? .zero
            latencies.append(Latency(position: position, duration: received - sent + waited))
        }
        return latencies
    }

    private static func hasLatency(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .answered(let response): response.status < 500 && ![401, 403, 429].contains(response.status)
        case .unanswered(let failure): failure.kind == .timedOut
        }
    }
}

/// A period in which the run disturbed the deployment, so that slow responses do not count.
struct Disturbance {
    var begin: Instant
    var end: Instant

    /// The time that a deployment may take to recover.
    private static let settling = Duration.seconds(30)

    /// The periods from each fault to its end, in order and without overlaps.
    static func merged(_ faults: [Fault]) -> [Disturbance] {
        var merged: [Disturbance] = []
        for fault in faults.sorted(by: { $0.began < $1.began }) {
            let disturbance = Disturbance(begin: fault.began, end: fault.over(in: faults) + settling)
            if let last = merged.last, last.end >= disturbance.begin {
                merged[merged.count - 1].end = max(last.end, disturbance.end)
            } else {
                merged.append(disturbance)
            }
        }
        return merged
    }
}
