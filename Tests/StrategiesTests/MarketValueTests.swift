//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Testing

@Suite struct MarketValueTests {
    @Test func `a signal is counted by the contract's thresholds, each bound belonging to the bucket below`() {
        var tally = SignalTally()
        for strength in [0, 3, 3.01, 4.5, 4.51, 6, 6.01, 10] { tally.count(strength: strength) }
        #expect(tally.weak == 2)
        #expect(tally.moderate == 2)
        #expect(tally.strong == 2)
        #expect(tally.veryStrong == 2)
        #expect(tally.total == 8)
        #expect((tally + tally).total == 16)
        #expect((tally + tally).strong == 4)
        #expect(SignalTally() + tally == tally)
    }

    @Test func `a tally survives coding`() throws {
        var tally = SignalTally()
        tally.count(strength: 5)
        let bytes = try JSONEncoder().encode(tally)
        #expect(try JSONDecoder().decode(SignalTally.self, from: bytes) == tally)
    }

    @Test(arguments: [
        (-1.0, AssetTier.retail), (0, .retail), (999_999, .retail), (1_000_000, .professional),
        (9_999_999, .professional), (10_000_000, .enterprise), (100_000_000, .institutional),
        (.infinity, .institutional),
        (.nan, .retail),
    ])
    func `a tier follows from the volume`(volume: Double, tier: AssetTier) {
        #expect(AssetTier(volume24hUSD: volume) == tier)
    }

    @Test func `the listings of the greatest volume stay in their order, and those that are asked for stay besides`() {
        let listings = [("A", 3), ("B", .nan), ("C", 9), ("D", 9), ("E", 1)].map {
            Listing(symbol: $0, exchange: "test", volume24hUSD: $1)
        }
        func greatest(_ count: Int, and symbols: Set<String> = []) -> String {
            listings.ofGreatestVolume(count, and: symbols).map(\.symbol).joined()
        }
        #expect(greatest(0) == "")
        #expect(greatest(1) == "C")
        #expect(greatest(3) == "ACD")
        #expect(greatest(4) == "ACDE")
        #expect(greatest(5) == "ABCDE")
        #expect(greatest(1, and: ["B", "C", "Z"]) == "BC")
    }

    @Test func `tiers and risks are ordered as they are listed`() {
        #expect(AssetTier.allCases.sorted() == AssetTier.allCases)
        #expect(RiskLevel.allCases.sorted() == RiskLevel.allCases)
        #expect(AssetTier.retail < .institutional)
        #expect(RiskLevel.low < .veryHigh)
    }

    @Test(arguments: [
        (0.0, RiskLevel.low), (0.02, .medium), (0.04, .mediumHigh), (0.06, .high), (0.1, .veryHigh), (5, .veryHigh),
    ])
    func `a risk follows from the daily move`(move: Double, risk: RiskLevel) {
        #expect(RiskLevel(dailyMove: move) == risk)
    }

    @Test(arguments: CandleInterval.allCases)
    func `the last closed candle ends at or before the time`(interval: CandleInterval) throws {
        let length = interval.milliseconds
        for offset in [0, 0.001, 59.999, 3599, 14_399.999, 14_400] {
            let milliseconds = Int64(((noon.timeIntervalSince1970 + offset) * 1000).rounded(.down))
            let open = try #require(interval.lastClosedOpenMilliseconds(at: noon.addingTimeInterval(offset)))
            #expect(open % length == 0)
            #expect(open + length <= milliseconds)
            #expect(open + 2 * length > milliseconds)
        }
        #expect(interval.lastClosedOpenMilliseconds(at: Date(timeIntervalSince1970: 0)) == -length)
        #expect(interval.lastClosedOpenMilliseconds(at: Date(timeIntervalSince1970: -0.5)) == -2 * length)
        #expect(interval.lastClosedOpenMilliseconds(at: .distantFuture) != nil)
        #expect(interval.lastClosedOpenMilliseconds(at: .distantPast) != nil)
    }
}
