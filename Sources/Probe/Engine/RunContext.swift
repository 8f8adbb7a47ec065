//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The shared context of a run's workloads.
struct RunContext: Sendable {
    let plan: Plan
    let clock: RunClock
    let requester: Requester
    let seed: UInt64
    let first: Session
    let second: Session?
    let admin: Session?
    /// The watch on the store while jobs run; absent without access, and when the plan has no such group.
    let store: StoreWatch?
    /// The end of the run's budget.
    let end: Int64

    var recorder: EventRecorder { self.requester.recorder }

    /// The rate limiter of initiations.
    var allowance: InitiationRateLimiter {
        InitiationRateLimiter(
            clock: self.clock,
            recorder: self.recorder,
            perMinute: self.plan.rates.initiationsPerMinute
        )
    }

    /// Returns true if the plan gathers evidence for any of these groups.
    func has(_ groups: String...) -> Bool { groups.contains(where: self.plan.groups.contains) }

    /// The user of the additional jobs: the second, or the first where there is only one.
    var bystander: (user: Event.User, session: Session) {
        self.second.map { (.second, $0) } ?? (.first, self.first)
    }

    /// Returns a body that starts a new job; for an API without filters the body is unchanged, without `force_refresh`.
    func fresh(_ body: String) -> String {
        self.requester.profile.offers.contains(.filters) ? body.forcingRefresh(true) : body
    }

    /// Returns a driver for a job of the first user, without isolation probes.
    func course(_ name: String, body: String) -> JobDriver {
        JobDriver(
            name: name,
            body: body,
            plan: self.plan,
            clock: self.clock,
            requester: self.requester,
            session: self.first,
            isolation: nil
        )
    }
}

extension String {
    /// Returns this JSON object with `force_refresh` set or removed.
    func forcingRefresh(_ isForced: Bool) -> String {
        guard var members = JSONValue(parsing: self)?.object else { return self }
        members["force_refresh"] = isForced ? .bool(true) : nil
        return JSONValue.object(members).canonicalText
    }
}
