//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import Probe

/// The limiter that keeps a run's initiations below the deployment's limit.
@Suite struct InitiationRateLimiterTests {
    private let limiter: InitiationRateLimiter
    private let clock = RunClock.skipping(upTo: .seconds(3600))

    init() {
        let recorder = EventRecorder(clock: clock, writer: nil, listener: nil)
        limiter = InitiationRateLimiter(clock: clock, recorder: recorder, perMinute: 10)
    }

    @Test func `the eleventh of ten a minute waits until the first is a minute old`() async throws {
        for _ in 1...10 { try await limiter.wait(for: .first) }
        #expect(clock.now() < .start + .seconds(1))
        try await limiter.wait(for: .first)
        #expect(clock.now() >= .start + InitiationQuota.window)
    }

    @Test(arguments: [1, 5, 10])
    func `several that have to follow each other are sent without a wait between them`(count: Int) async throws {
        // Five places are left, so that six and more have to wait for those that are taken.
        for _ in 1...5 { try await limiter.wait(for: .first) }
        try await limiter.waitForRoom(of: count, for: .first)
        let begun = clock.now()
        for _ in 1...count { try await limiter.wait(for: .first) }
        #expect(clock.now() < begun + .seconds(1))
        #expect((begun >= .start + InitiationQuota.window) == (count > 5))
    }

    @Test func `more than the limit wait for an empty minute, and no longer`() async throws {
        for _ in 1...10 { try await limiter.wait(for: .first) }
        try await limiter.waitForRoom(of: 50, for: .first)
        let waited = clock.now() - .start
        #expect(waited >= InitiationQuota.window && waited < InitiationQuota.window * 2)
    }
}
