//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// OBS-001: the messages that operators search their logs for are logged with their events.
///
/// A repeated registration cannot be observed from outside, so its message is not required.
enum OperatorMessagesCheck {
    /// The message of a failed lookup.
    ///
    /// Source: `Conformance/Contract/store.md#operator-messages`.
    static let unresolved = "Failed to resolve scan cache key"

    /// OBS-001: The messages that operators search their logs for SHOULD appear, to the letter, when their events
    /// happen.
    @Sendable static func messagesAppear(_ observations: Observations) -> Finding {
        let logs = observations.history.logs
        // A log without a single line may have another level, or belong to something else.
        guard !logs.isEmpty else { return .inconclusive(missing: "a line in the logs that is about this run") }
        var examined = 0
        var counterexamples: [Counterexample] = []
        for (message, positions) in [
            (unresolved, failedLookups(observations)), (SearchCheck.message, searches(observations)),
        ] where !positions.isEmpty {
            examined += positions.count
            guard !logs.contains(where: { $0.message.contains(message) }) else { continue }
            counterexamples += positions.map { Counterexample($0, "no line of the log says “\(message)”") }
        }
        return observations.finding(
            examined: examined,
            of: CountedNoun(one: "request that the log has to tell of", many: "requests that the log has to tell of"),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "are not in the log",
            missing:
                "a request for an unknown id that was answered, or \(observations.nouns.job.indefinite) that was found by direct search"
        )
    }

    /// Requests for ids that could not be resolved.
    private static func failedLookups(_ observations: Observations) -> [Int] {
        observations.probes.filter {
            let event = observations.event($0)
            return event.intent == .unknownID && StatusReading(event.outcome) == .notFound
        }
    }

    /// Polls that found a job by direct search, as far as that can be inferred.
    ///
    /// Once a job has ended, only a search restores its lookup keys, and a worker that has not served the job before
    /// cannot find it otherwise.
    private static func searches(_ observations: Observations) -> [Int] {
        let samples = observations.storeSnapshots.byJob
        return observations.courses(hitBy: .deleteLookups).compactMap { course in
            guard course.hadEnded else { return nil }
            let found = course.polls(after: course.fault.ended).filter(\.reading.isFound)
            guard let last = found.last else { return nil }
            let isRestored = samples[course.job.id]?.samples.contains { sample in
                sample.asked > course.fault.ended && sample.received < course.next
                    && sample.key(.lookup)?.exists == true && found.contains { $0.received < sample.asked }
            }
            return isRestored == true || observations.showsSearch(course, before: .max) ? last.position : nil
        }
    }
}
