//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// ERR-009: no more than 30 initiations of a user are accepted within a minute, and a refusal has a `Retry-After`.
///
/// Accepted initiations are counted only when all of them were sent and answered within the minute, so that the
/// deployment cannot have accepted them over a longer time.
enum RateLimitCheck {
    private static let allowed = 30
    private static let window = Duration.seconds(60)

    /// ERR-009: No more than 30 initiations of a user MUST be accepted within a minute, over all workers together, and
    /// a refusal MUST say `Retry-After`.
    @Sendable static func limitHolds(_ observations: Observations) -> Finding {
        var accepted: [Event.User: [Int]] = [:]
        var refused = 0
        var burst = 0
        var counterexamples: [Counterexample] = []
        // By position, since events are large and expensive to copy.
        let events = observations.history.events
        for position in events.indices where events[position].operation == .initiate {
            let event = events[position]
            guard let response = event.outcome.response else { continue }
            if event.intent == .burst { burst += 1 }
            if case .accepted = InitiationReading(event.outcome) { accepted[event.user, default: []].append(position) }
            guard response.status == 429 else { continue }
            refused += 1
            guard !Self.saysWhen(response.headers["retry-after"]) else { continue }
            counterexamples.append(Counterexample(position, "it does not say when to come back (Retry-After)"))
        }
        for positions in accepted.values { counterexamples += Self.excess(positions, observations) }
        counterexamples.sort { $0.position < $1.position }
        // Without a refusal there is no evidence of a limit.
        let isDecided = burst > 0 && refused > 0 || !counterexamples.isEmpty
        return observations.finding(
            examined: isDecided ? refused + accepted.values.reduce(0) { $0 + $1.count } : 0,
            of: .initiations,
            counterexamples: counterexamples,
            fault: "were beyond the limit, or refused without Retry-After",
            missing: "more than \(allowed) answered initiations of a user within 60 s; "
                + "\(burst) of the burst were answered"
        )
    }

    /// The accepted initiations that exceed the limit within a minute.
    ///
    /// In the order of receipt: all received so far, less those sent before the minute, are at most those within it.
    private static func excess(_ positions: [Int], _ observations: Observations) -> [Counterexample] {
        let received = positions.sorted { observations.event($0).received < observations.event($1).received }
        let sent = positions.map { observations.event($0).sent }.sorted()
        var before = 0
        var excess: [Counterexample] = []
        for (index, position) in received.enumerated() {
            let begin = observations.event(position).received - window
            while before < sent.count, sent[before] < begin { before += 1 }
            let count = index + 1 - before
            guard count > allowed else { continue }
            excess.append(Counterexample(position, "it is number \(count) within 60 s"))
        }
        return excess
    }

    /// Returns true if a header has the form of `Retry-After`: seconds, or a date.
    private static func saysWhen(_ header: String?) -> Bool {
        guard let header else { return false }
        if let seconds = Int(header) { return seconds >= 0 }
        return header.contains(":") && header.hasSuffix("GMT")
    }
}
