//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// What every part of a run works with.
struct RunContext: Sendable {
    let plan: Plan
    let clock: RunClock
    let requester: Requester
    let seed: UInt64
    let first: Session
    let second: Session?
    let admin: Session?
    /// Looks into the store while jobs run; absent without access, and when the plan has no such group.
    let store: StoreWatch?
    /// When the run's budget ends.
    let end: Int64

    var recorder: EventRecorder { self.requester.recorder }

    /// How often a user may initiate.
    var allowance: InitiationRateLimiter {
        InitiationRateLimiter(
            clock: self.clock,
            recorder: self.recorder,
            perMinute: self.plan.rates.initiationsPerMinute
        )
    }

    /// Whether the plan gathers evidence for any of these groups.
    func has(_ groups: String...) -> Bool { groups.contains(where: self.plan.groups.contains) }

    /// The user whose jobs the others are measured by: the second, or the first where there is only one.
    var bystander: (user: Event.User, session: Session) {
        self.second.map { (.second, $0) } ?? (.first, self.first)
    }

    /// A body that starts a new job; that of an API without filters does so as it is, and knows no `force_refresh`.
    func fresh(_ body: String) -> String {
        self.requester.profile.offers.contains(.filters) ? body.forcingRefresh(true) : body
    }

    /// A course of the first user's, without probes of other users and tokens.
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
    /// This JSON object with `force_refresh` set or taken out.
    func forcingRefresh(_ isForced: Bool) -> String {
        guard var members = JSONValue(parsing: self)?.object else { return self }
        members["force_refresh"] = isForced ? .bool(true) : nil
        return JSONValue.object(members).canonicalText
    }
}
