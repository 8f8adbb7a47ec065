//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The wait for a starting deployment, whose first responses are 502, 503 or 504 behind a load balancer, and for one that
/// wants fewer requests: several runs from one address sign in at the same time, or one did so shortly before.
///
/// It applies only before the run and for a bounded time: within the run every such response is evidence. An
/// unreachable deployment fails at once, since its address is probably wrong.
struct Readiness: Sendable {
    /// A reason to wait.
    private struct Delay {
        let reason: String
        /// The maximum wait.
        var bound = Readiness.bound
        /// The time until the next attempt, at the latest at the end of the maximum wait.
        var pause = Readiness.interval
        /// The time for which the deployment itself asks; none where it names none.
        var asked: Duration?
    }

    /// The maximum wait for a starting deployment.
    static let bound = Duration.seconds(30)
    /// The maximum wait for one that wants fewer requests: such quotas are mostly those of a minute.
    private static let quotaBound = InitiationQuota.waitingTime
    /// The time from one attempt to the next, at least.
    private static let interval = Duration.milliseconds(500)
    /// The time until the next attempt at a deployment that wants fewer requests and does not say when.
    private static let quotaPause = Duration.seconds(5)

    let requester: Requester
    let clock: RunClock
    let listener: (any RunListener)?

    /// Sends a request until the response is other than *not now*, or the bound is over; the last response counts.
    ///
    /// - Returns: The last event, and the raw body.
    func send(_ planned: PlannedRequest) async throws -> (event: Event, rawBody: String?) {
        let began = clock.now()
        var isTold = false
        while true {
            let (event, rawBody) = try await requester.send(planned)
            guard let delay = delay(after: event) else { return (event, rawBody) }
            let (now, deadline) = (clock.now(), began + delay.bound)
            let next = delay.asked.map { now + $0 } ?? min(deadline, now + delay.pause)
            guard now < deadline, next <= deadline else { return (event, rawBody) }
            if !isTold {
                isTold = true
                listener?.runDidWait(
                    "\(delay.reason): waiting for at most \(delay.bound.components.seconds) s until it is ready"
                )
            }
            try await clock.sleep(next)
        }
    }

    /// Polls without a login, so that a deployment without authentication is waited for as well.
    func await(token: String?, seed: UInt64) async throws {
        let profile = requester.profile
        var planned = PlannedRequest(operation: .status, intent: .unknownID, token: token)
        if profile.offers.contains(.unknownIDs) {
            var random = SeededRandom(seed: seed, purpose: "readiness")
            planned.jobID = SampleID.draw(profile.madeUpID, from: &random)
        } else {
            planned.operation = .other
            planned.intent = .course
            planned.url = requester.target.url(path: "/", basePath: profile.basePath)
        }
        _ = try await send(planned)
    }

    private func delay(after event: Event) -> Delay? {
        switch event.outcome {
        case .answered(let response) where response.status == 429:
            let asked = RetryAfter.delay(in: response.headers, now: clock.date(of: event.received))
            return Delay(
                reason: "the deployment answers 429",
                bound: Self.quotaBound,
                pause: Self.quotaPause,
                asked: asked.map { max($0, Self.interval) }
            )
        case .answered(let response):
            return (502...504).contains(response.status)
                ? Delay(reason: "the deployment answers \(response.status)") : nil
        case .unanswered(let failure):
            // Some load balancers hold the first requests back until a server is ready.
            return failure.kind == .timedOut ? Delay(reason: "the deployment does not answer in time") : nil
        }
    }
}
