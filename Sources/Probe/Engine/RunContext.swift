//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The shared context of a run's workloads.
struct RunContext: Sendable {
    let plan: Plan
    /// The plan's section `jobs`, read once: each poll asks for it.
    let jobs: Plan.Jobs
    let clock: RunClock
    let requester: Requester
    let seed: UInt64
    let first: Session
    let second: Session?
    let admin: Session?
    /// The means that the deployment's operator gave.
    let access: OperatorAccess
    /// Tells when the rates are decided; absent where nobody does.
    let decision: (any PollingDecision)?
    /// The end of the run's budget.
    let end: Instant
    /// The workloads that accompany each of the plan's jobs.
    var companions: [any JobCompanion] = []
    /// The initiations of the plan's first jobs, which come before any bad input.
    let firstJobs = FirstJobs()
    /// The plan's jobs that are over.
    let followed = FollowedJobs()

    var recorder: EventRecorder { requester.recorder }

    /// The conditions that decide which workloads are performed.
    var conditions: RunConditions {
        RunConditions(
            plan: plan,
            profile: requester.profile,
            access: access,
            hasSecondUser: second != nil,
            hasAdmin: admin != nil,
            usesTokens: first.token != nil,
            hasDecision: decision != nil
        )
    }

    /// The rate limiter of initiations.
    var allowance: InitiationRateLimiter {
        InitiationRateLimiter(
            clock: clock,
            recorder: recorder,
            perMinute: plan.rates.initiationsPerMinute
        )
    }

    /// The user of the additional jobs: the second, or the first where there is only one.
    var bystander: (user: Event.User, session: Session) {
        second.map { (.second, $0) } ?? (.first, first)
    }

    /// Returns a body that starts a new job; for an API without filters the body is unchanged, without `force_refresh`.
    func fresh(_ body: String) -> String {
        requester.profile.offers.contains(.filters) ? body.forcingRefresh(true) : body
    }

    /// Returns a driver for a job of the first user, without companions.
    func driver(_ name: String, body: String) -> JobDriver {
        JobDriver(name: name, body: body, context: self)
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
