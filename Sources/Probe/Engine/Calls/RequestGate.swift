//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory
import Synchronization

/// The gate that every request passes: it holds requests back as long as the deployment asks for it, or its quotas do.
///
/// A request takes its time when it arrives, so that those which wait at the same time do not leave together.
final class RequestGate: Sendable {
    private struct State {
        /// The time before which nothing is sent, after a request was throttled.
        var openAgain = Instant.start
        /// The time before which nothing is asked about a job.
        var jobs: [String: (next: Instant, interval: Duration)] = [:]
        /// The times of requests that count for a quota.
        var polls: [Instant] = []
        var initiations: [Instant] = []
        /// The users whose quota of initiations was used up before the run.
        var exhausted: Set<Event.User> = []
    }

    /// The time to wait after a throttled request whose answer asks for none.
    private static let usualDelay = Duration.seconds(1)

    private let clock: RunClock
    private let profile: Profile
    /// The longest wait that is heeded.
    private let longest: Duration
    private let state = Mutex(State())

    init(clock: RunClock, profile: Profile, longest: Duration) {
        self.clock = clock
        self.profile = profile
        self.longest = longest
    }

    /// Waits until a request may be sent.
    ///
    /// - Returns: True if it had to wait.
    func pass(_ planned: PlannedRequest) async throws -> Bool {
        var waited = false
        while let time = take(planned) {
            waited = true
            try await clock.sleep(time)
        }
        return waited
    }

    /// Returns the time until which a request has to wait; `nil` when it may go, which is counted.
    private func take(_ planned: PlannedRequest) -> Instant? {
        let now = clock.now()
        let kind = Kind(planned.operation)
        return state.withLock { state -> Instant? in
            var time = max(now, state.openAgain)
            let job = planned.jobID.flatMap { state.jobs[$0] }
            if kind == .poll, let job { time = max(time, job.next) }
            if kind == .poll, let quota = profile.pollQuota { time = max(time, Self.next(quota, state.polls)) }
            if kind == .initiation, let quota = profile.initiationQuota {
                time = max(time, Self.next(quota, state.initiations))
            }
            if kind == .initiation, planned.intent != .burst, state.exhausted.contains(planned.user) {
                time = max(time, .start + InitiationQuota.waitingTime)
            }
            guard time <= now else { return time }
            if kind == .poll, let id = planned.jobID, let job {
                state.jobs[id] = (next: now + job.interval, interval: job.interval)
            }
            if kind == .poll, let quota = profile.pollQuota { Self.count(now, quota, &state.polls) }
            if kind == .initiation, let quota = profile.initiationQuota { Self.count(now, quota, &state.initiations) }
            return nil
        }
    }

    /// Heeds what a response says about the next request.
    func heed(_ response: Response, to planned: PlannedRequest, received: Instant) {
        let isThrottled = response.parsed?.standing == .throttled
        let told = RetryAfter.delay(in: response.headers, now: clock.date(of: received))
        if isThrottled {
            let delay = min(told ?? Self.usualDelay, longest)
            state.withLock { $0.openAgain = max($0.openAgain, received + delay) }
        } else if profile.heedsRetryAfter, Kind(planned.operation) == .poll || planned.operation == .initiate,
            let id = planned.jobID ?? response.parsed?.jobID
        {
            let isOver = response.parsed?.state?.isFinal == true
            let delay = isOver ? .zero : min(told ?? .zero, longest)
            state.withLock { state in
                let next = delay == .zero ? received : max(state.jobs[id]?.next ?? .start, received + delay)
                state.jobs[id] = (next: next, interval: delay)
            }
        }
    }

    /// Holds a user's initiations back until the window of the quota lies within the run.
    ///
    /// - Returns: True if they were not held back before.
    func holdInitiations(of user: Event.User) -> Bool {
        state.withLock { $0.exhausted.insert(user).inserted }
    }

    private static func next(_ quota: Profile.Quota, _ times: [Instant]) -> Instant {
        guard times.count >= quota.count else { return .start }
        // A little more than the window: the deployment counts by its own clock.
        return times[times.count - quota.count] + quota.window + quota.window / 100
    }

    private static func count(_ now: Instant, _ quota: Profile.Quota, _ times: inout [Instant]) {
        times.append(now)
        if times.count > 2 * quota.count { times.removeFirst(times.count - quota.count) }
    }

    private enum Kind {
        case poll
        case initiation
        case other

        init(_ operation: Event.Operation) {
            switch operation {
            case .status, .results, .page: self = .poll
            case .initiate: self = .initiation
            case .login, .prepare, .cancel, .delete, .list, .diagnostics, .metrics, .other: self = .other
            }
        }
    }
}
