//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The wait for a starting deployment: behind a load balancer its first responses are 502, 503 or 504.
///
/// It applies only before the run and for a bounded time: within the run every such response is evidence. An
/// unreachable deployment fails at once, since its address is probably wrong.
struct Readiness: Sendable {
    /// The maximum wait.
    static let bound = Duration.seconds(30)
    /// The time from one attempt to the next.
    private static let interval = Duration.milliseconds(500)

    let requester: Requester
    let clock: RunClock
    let listener: (any RunListener)?

    /// Sends a request until the response is other than *not ready*, or the bound is over; the last response counts.
    ///
    /// - Returns: The last event, and the raw body.
    func send(_ planned: PlannedRequest) async throws -> (event: Event, rawBody: String?) {
        let deadline = clock.now() + Self.bound
        var isTold = false
        while true {
            let (event, rawBody) = try await requester.send(planned)
            guard let reason = Self.reasonToWait(event), clock.now() < deadline else { return (event, rawBody) }
            if !isTold {
                isTold = true
                listener?.runDidWait(
                    "\(reason): waiting for at most \(Self.bound.components.seconds) s until it is ready"
                )
            }
            try await clock.sleep(min(deadline, clock.now() + Self.interval))
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

    private static func reasonToWait(_ event: Event) -> String? {
        switch event.outcome {
        case .answered(let response):
            return (502...504).contains(response.status) ? "the deployment answers \(response.status)" : nil
        case .unanswered(let failure):
            // Some load balancers hold the first requests back until a server is ready.
            return failure.kind == .timedOut ? "the deployment does not answer in time" : nil
        }
    }
}
