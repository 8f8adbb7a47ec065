//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import MarketData

@Suite struct WeightBudgetTests {
    @Test func `what is used in any sixty seconds stays within the limit`() async throws {
        let time = JumpingTime()
        let budget = WeightBudget(perMinute: 100, clock: time.clock)
        var uses: [Duration] = []
        for _ in 0..<50 {
            try await budget.take(20, before: .seconds(10_000))
            uses.append(time.now)
            try await time.clock.sleep(.seconds(3))
        }
        for start in uses {
            #expect(uses.count { $0 >= start && $0 < start + .seconds(60) } <= 5)
        }
        // The wait is not longer than needed: five requests each minute.
        #expect(time.now < .seconds(620))
    }

    @Test func `a wait beyond the deadline is refused at once`() async throws {
        let time = JumpingTime()
        let budget = WeightBudget(perMinute: 10, clock: time.clock)
        try await budget.take(10, before: .seconds(5))
        await #expect(throws: MarketDataError.self) { try await budget.take(1, before: .seconds(5)) }
        #expect(time.now == .zero)
    }

    @Test func `a request that weighs more than the limit goes out alone`() async throws {
        let time = JumpingTime()
        let budget = WeightBudget(perMinute: 10, clock: time.clock)
        try await budget.take(50, before: .seconds(5))
        try await budget.take(50, before: .seconds(500))
        #expect(time.now == .seconds(60))
    }

    @Test func `others who use the same budget are made room for`() async throws {
        let time = JumpingTime()
        let budget = WeightBudget(perMinute: 10, clock: time.clock)
        await budget.note(used: 10)
        try await budget.take(1, before: .seconds(60))
        #expect(time.now == .seconds(5))
    }
}
