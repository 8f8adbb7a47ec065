//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A limiter that keeps a user's initiations below the deployment's rate limit.
///
/// Source: `Conformance/Contract/api.md#rate-limit-on-initiations`:
/// 30 a minute for each user, unless the plan says otherwise.
struct InitiationRateLimiter: Sendable {
    let clock: RunClock
    let recorder: EventRecorder
    /// The maximum number of initiations of a user within a minute.
    let perMinute: Int

    /// A limiter with part of the quota, which leaves room for other initiations.
    var leavingRoom: InitiationRateLimiter {
        InitiationRateLimiter(clock: clock, recorder: recorder, perMinute: max(1, perMinute * 4 / 5))
    }

    /// Returns the time from which a user may initiate so many times, as far as the limit allows that many; in the past if
    /// at once.
    func next(_ count: Int = 1, for user: Event.User) async -> Instant {
        let place = max(1, perMinute - count + 1)
        guard let earlier = await recorder.initiation(of: user, fromLast: place) else { return .start }
        return earlier + InitiationQuota.waitingTime
    }

    /// Returns how many initiations a user may send at once now: one at least, since somebody waited for that.
    func room(for user: Event.User, upTo most: Int) async -> Int {
        var room = 1
        while room < min(most, perMinute), await next(room + 1, for: user) <= clock.now() { room += 1 }
        return room
    }

    /// Waits until a user may initiate so many times at once, or as often as the limit allows.
    ///
    /// Jobs that have to run at the same time are begun one after the other: a wait between them would outlast the
    /// first one.
    ///
    /// - Throws: `CancellationError` when the run ends meanwhile.
    func waitForRoom(of count: Int, for user: Event.User) async throws {
        guard count > 0 else { return }
        while case let next = await self.next(count, for: user), next > clock.now() { try await clock.sleep(next) }
    }

    /// Waits until a user may initiate again, and takes the place for an initiation that is sent next.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - end: The time at which it is too late to initiate.
    /// - Returns: True if the user may initiate, false if that would be too late.
    /// - Throws: `CancellationError` when the run ends meanwhile.
    @discardableResult
    func wait(for user: Event.User, until end: Instant = .max) async throws -> Bool {
        while let next = await recorder.reserve(
            initiationOf: user,
            most: perMinute,
            within: InitiationQuota.waitingTime
        ) {
            guard next < end else { return false }
            try await clock.sleep(next)
        }
        return true
    }
}
