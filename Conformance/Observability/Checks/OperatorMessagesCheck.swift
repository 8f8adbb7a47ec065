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
    /// Once a job has ended, no write restores its lookup keys, and a worker that has not served the job before cannot
    /// find it without them. But a worker that remembers the job may have restored them, so only the first request
    /// after the loss tells of a search.
    private static func searches(_ observations: Observations) -> [Int] {
        observations.courses(hitBy: .deleteLookups).compactMap { course in
            let strangers = observations.findsByStrangers(course)
            return strangers.first { $0.position == course.firstRequest }?.position
        }
    }
}

extension FaultyJob {
    /// The position of the only request of the owner that may have been served since the fault began, until it was
    /// answered; `nil` if several may have been.
    fileprivate var firstRequest: Int? {
        let since = job.requests.filter { $0.received > fault.began }.sorted { $0.sent < $1.sent }
        guard let first = since.first, since.dropFirst().allSatisfy({ $0.sent > first.received }) else { return nil }
        return first.position
    }
}
