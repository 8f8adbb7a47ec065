//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// Drops the bodies that say nothing new: those of a poll that are as the last one kept of the same job.
///
/// Checks look at one of several equal bodies, and at all of those of errors and of results.
struct RepeatedBodies: Sendable {
    private struct Key: Hashable {
        var url: String
        var user: Event.User
    }

    /// The number of jobs above which all are forgotten, which costs room and nothing else.
    private static let mostJobs = 20_000

    private var last: [Key: Event] = [:]

    /// Returns an event without its body, if the same body was kept of an earlier poll; what else is the same is shared.
    mutating func withoutRepeated(_ event: Event) -> Event {
        guard event.operation == .status, case .answered(var response) = event.outcome, let body = response.body,
            (200..<300).contains(response.status), let state = response.parsed?.state, state != .notFound,
            body.utf8.count <= ReadingLimits.smallBody
        else { return event }
        let key = Key(url: event.url, user: event.user)
        // A later request, or a reader in the order of sending would come to the missing body first.
        let known = last[key]
        var kept = event
        if let known { kept.shareRequest(of: known) }
        guard let known, known.id < event.id, let same = known.outcome.response?.body, same.hasSameBytes(as: body)
        else {
            if last.count >= Self.mostJobs { last.removeAll(keepingCapacity: true) }
            last[key] = kept
            return kept
        }
        response = response.with { response in
            response.body = nil
            if let parsed = known.outcome.response?.parsed { response.parsed?.share(with: parsed) }
        }
        kept.outcome = .answered(response)
        return kept
    }
}
