//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// An initiation of the plan.
struct Initiation {
    /// The position of the event in the history.
    var position: Int
    /// Why it was sent.
    var intent: Event.Intent
    /// Who sent it.
    var user: Event.User
    /// When it was sent, in nanoseconds of the run.
    var sent: Int64
    /// When its answer was received or it was given up, in nanoseconds of the run.
    var received: Int64
    /// What came of it.
    var reading: InitiationReading
    /// Whether the contract obliges the deployment to take it; a refusal beyond the rate limit is no failure.
    var isWithinRateLimit: Bool

    init(_ event: Event, at position: Int, isWithinRateLimit: Bool) {
        self.position = position
        self.intent = event.intent
        self.user = event.user
        self.sent = event.sent
        self.received = event.received
        self.reading = InitiationReading(event.outcome)
        self.isWithinRateLimit = isWithinRateLimit || self.reading != .limited
    }

    /// How long the answer took, in nanoseconds.
    var duration: Int64 { self.received - self.sent }

    /// The id that the answer hands out, if there is one.
    var jobID: String? { if case .accepted(let id) = self.reading { id } else { nil } }

    /// Whether the initiation yielded a job.
    var isAccepted: Bool { if case .accepted = self.reading { true } else { false } }
}

/// Remembers when each user sent initiations, to tell refusals that the contract allows: more than 30 within a minute.
///
/// Source: `Conformance/Contract/api.md#answer-to-an-initiation`.
struct RateLimitWindow {
    private static let allowed = 30
    private static let length: Int64 = 60_000_000_000
    private var earlier: [Event.User: [Int64]] = [:]

    /// Takes in a request to initiate, whatever it is for and whatever came of it, in the order of sending.
    ///
    /// - Returns: Whether the user's limit was used up before.
    mutating func admit(_ event: Event) -> Bool {
        let sent = self.earlier[event.user, default: []]
        self.earlier[event.user, default: []].append(event.sent)
        return sent.count >= Self.allowed && event.sent - sent[sent.count - Self.allowed] <= Self.length
    }
}

extension Event {
    /// Whether the request is meant to make a job, or to join one, so that its answer has to carry an id.
    var isInitiation: Bool {
        guard self.operation == .initiate else { return false }
        return switch self.intent {
        case .course, .joins, .refreshes, .twin, .afterErrors, .recovery: true
        default: false
        }
    }
}
