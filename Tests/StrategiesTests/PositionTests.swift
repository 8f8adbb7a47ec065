//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import Strategies

@Suite struct PositionTests {
    private func plan(stop: Double, target: Double) throws -> TradePlan {
        try #require(TradePlan(side: .buy, entry: 100, stopDistance: stop, targetDistance: target))
    }

    @Test func `a trade risks a hundred dollars, and its profit is net of costs`() throws {
        let position = try #require(Position(plan(stop: 2, target: 3), volume24hUSD: 1e9))
        #expect(position.capitalUSD == 5000)
        #expect(position.profitUSD == 140, "5000 at 3 % less 0.2 %")
    }

    @Test func `a tight stop does not put in more than the account`() throws {
        #expect(try #require(Position(plan(stop: 0.1, target: 3), volume24hUSD: 1e9)).capitalUSD == 10_000)
    }

    @Test func `a thin market bounds the size`() throws {
        #expect(try #require(Position(plan(stop: 2, target: 3), volume24hUSD: 200_000)).capitalUSD == 200)
    }

    @Test func `a target within the costs is no trade`() throws {
        #expect(Position(try plan(stop: 2, target: 0.2), volume24hUSD: 1e9) == nil)
        #expect(Position(try plan(stop: 2, target: 0.1), volume24hUSD: 1e9) == nil)
    }

    @Test(arguments: [(0.0, 1.0), (1, 0), (-1, 1), (1, -1), (100, 1), (.nan, 1), (1, .infinity)])
    func `distances without sense are no plan`(stop: Double, target: Double) {
        #expect(TradePlan(side: .buy, entry: 100, stopDistance: stop, targetDistance: target) == nil)
    }

    @Test func `a sale cannot aim below zero`() {
        #expect(TradePlan(side: .sell, entry: 100, stopDistance: 1, targetDistance: 100) == nil)
        #expect(TradePlan(side: .sell, entry: 100, stopDistance: 1, targetDistance: 99)?.target == 1)
    }

    @Test func `prices are rounded to eight digits, and those too small or large are left alone`() {
        #expect(WireNumber.price(1.234_567_891) == 1.234_567_9)
        #expect(WireNumber.price(0.000_012_345_678_91) == 0.000_012_345_679)
        #expect(WireNumber.price(98_765.432_19) == 98_765.432)
        #expect(WireNumber.price(1e300) == 1e300)
        #expect(WireNumber.price(1e-300) == 1e-300)
        #expect(WireNumber.price(0) == 0)
    }
}
