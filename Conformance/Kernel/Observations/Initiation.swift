//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// An initiation of the plan.
struct Initiation {
    /// The position of the event in the history.
    var position: Int
    /// The purpose of the request.
    var intent: Event.Intent
    /// The user who sent it.
    var user: Event.User
    /// The time of sending.
    var sent: Instant
    /// The time at which its response was received or it timed out.
    var received: Instant
    /// The meaning of the response.
    var reading: InitiationReading
    /// A flag for an initiation that the contract obliges the deployment to accept; a refusal for a limit that is
    /// exhausted, or may have been before the run, is no failure.
    var isWithinRateLimit: Bool

    init(_ event: Event, at position: Int, isWithinRateLimit: Bool) {
        self.position = position
        intent = event.intent
        user = event.user
        sent = event.sent
        received = event.received
        reading = InitiationReading(event.outcome)
        self.isWithinRateLimit = isWithinRateLimit || reading != .limited
    }

    /// A flag for an initiation that counts for the rate; many at once may meet another limit than that of the contract.
    var isTrial: Bool { reading != .limited || isWithinRateLimit && intent != .flock }

    /// The response time.
    var duration: Duration { received - sent }

    /// The job id in the response, if there is one.
    var jobID: String? { if case .accepted(let id) = reading { id } else { nil } }

    /// A flag for an initiation that yielded a job.
    var isAccepted: Bool { if case .accepted = reading { true } else { false } }
}

/// The times of each user's initiations, to recognise refusals that the contract allows: more than 30 within a
/// minute.
///
/// Source: `Conformance/Contract/judging.md#initiations`.
struct RateLimitWindow {
    private var earlier: [Event.User: [Instant]] = [:]

    /// Records an initiation, whatever its purpose and response, in the order of sending.
    ///
    /// - Returns: True if the user's limit was exhausted before, or may have been before the run.
    mutating func admit(_ event: Event) -> Bool {
        let sent = earlier[event.user, default: []]
        earlier[event.user, default: []].append(event.sent)
        if InitiationQuota.reachesBeforeRun(event.sent) { return true }
        return sent.count >= InitiationQuota.count
            && event.sent - sent[sent.count - InitiationQuota.count] <= InitiationQuota.window
    }
}

extension Event {
    /// A flag for a request that creates or joins a job, so that its response has to carry an id.
    var isInitiation: Bool {
        guard operation == .initiate else { return false }
        return switch intent {
        case .course, .joins, .refreshes, .twin, .repeated, .afterErrors, .recovery, .flock: true
        default: false
        }
    }
}
