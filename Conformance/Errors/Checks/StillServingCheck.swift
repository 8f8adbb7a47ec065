//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// ERR-010: after all bad input a job is accepted, found and completed, and its results are delivered.
///
/// A 5xx or a missing response shows an outage only when no later request succeeded.
enum StillServingCheck {
    /// ERR-010: After all bad input, the deployment MUST still accept, run and deliver a scan.
    @Sendable static func servesAfterBadInput(_ observations: Observations) -> Finding {
        let initiations = Self.initiations(observations)
        var counterexamples: [Counterexample] = []
        var isDelivered = false
        for position in initiations {
            switch InitiationReading(observations.event(position).outcome) {
            case .accepted(let id):
                let course = Self.course(of: id, after: position, observations)
                counterexamples += course.counterexamples
                isDelivered = isDelivered || course.isDelivered
            case .refused, .withoutID:
                let event = observations.event(position)
                // A deployment that never accepts such a request does not need bad input to refuse it.
                guard event.intent == .afterErrors || Self.isEverAccepted(event, observations) else { continue }
                counterexamples.append(Counterexample(position, "it came after the bad input"))
            case .noKnowledge where Self.nothingIsServed(after: position, observations):
                counterexamples.append(Counterexample(position, "nothing was served any more after the bad input"))
            case .limited, .noKnowledge:
                continue
            }
        }
        return observations.finding(
            examined: isDelivered || !counterexamples.isEmpty ? 1 : 0,
            of: CountedNoun(
                one: "\(observations.nouns.job) after the bad input",
                many: "\(observations.nouns.job.many) after the bad input"
            ),
            // There is one such job, asked for several times: only its first wrong response is reported, the others are
            // left to other requirements.
            counterexamples: Array(counterexamples.prefix(1)),
            fault: "was not served",
            missing:
                "\(observations.nouns.job.indefinite) that was initiated after the bad input and observed to the delivery of its results"
        )
    }

    /// Returns true if any initiation with the same members in its body was accepted.
    private static func isEverAccepted(_ event: Event, _ observations: Observations) -> Bool {
        let members = Self.members(of: event)
        return observations.initiations.contains {
            $0.isAccepted && Self.members(of: observations.event($0.position)) == members
        }
    }

    private static func members(of event: Event) -> Set<String> {
        Set((event.askedJSON?.object ?? [:]).keys)
    }

    /// The positions of the initiation after the bad input, and of those that join its job.
    private static func initiations(_ observations: Observations) -> [Int] {
        let initiations = observations.history.events.indices.filter { observations.event($0).operation == .initiate }
        let names = Set(initiations.map(observations.event).filter { $0.intent == .afterErrors }.compactMap(\.job))
        return initiations.filter { position in
            let event = observations.event(position)
            guard event.outcome.harnessFailure == nil else { return false }
            return event.intent == .afterErrors || event.intent == .joins && event.job.map(names.contains) == true
        }
    }

    private static func course(
        of id: String,
        after initiation: Int,
        _ observations: Observations
    ) -> (counterexamples: [Counterexample], isDelivered: Bool) {
        let start = observations.event(initiation)
        var counterexamples: [Counterexample] = []
        var completed = Instant.max
        var isDelivered = false
        for position in observations.history.events.indices.dropFirst(initiation + 1) {
            let event = observations.event(position)
            guard event.jobID == id, event.user == start.user, event.intent == .course, event.sent >= start.received
            else { continue }
            if event.operation == .status {
                switch StatusReading(event.outcome) {
                case .found(.complete): completed = min(completed, event.received)
                case .found(.failed):
                    counterexamples.append(Counterexample(position, "the \(observations.nouns.job) failed"))
                case .notFound:
                    counterexamples.append(Counterexample(position, "the \(observations.nouns.job) was accepted"))
                case .found, .unreadable, .noKnowledge: continue
                }
            } else if event.operation == .results, event.sent > completed {
                switch ResultsReading(event.outcome) {
                case .delivered: isDelivered = true
                case .noKnowledge: continue
                default: counterexamples.append(Counterexample(position, "the \(observations.nouns.job) was complete"))
                }
            }
        }
        return (counterexamples, isDelivered)
    }

    private static func nothingIsServed(after position: Int, _ observations: Observations) -> Bool {
        let event = observations.event(position)
        // A rejected token is no evidence about the input.
        if let status = event.outcome.response?.status, status < 500 { return false }
        return !observations.history.events[(position + 1)...].contains { $0.outcome.response?.status ?? 500 < 500 }
    }
}
