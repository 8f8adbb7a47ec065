//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketData
import MarketModel
import Strategies
import Testing

@Suite struct SyntheticMarketTests {
    private let market = SyntheticMarket(seed: 42, symbolCount: 40)
    private let time = Date(timeIntervalSince1970: 1_770_033_600)

    private func candles(
        _ interval: CandleInterval,
        _ count: Int,
        until time: Date,
        in market: SyntheticMarket? = nil
    ) async throws -> [[Candle]] {
        let market = market ?? self.market
        let need = CandleNeed(interval: interval, count: count)
        return try await market.series(for: market.listings(), need: need, until: time).map(\.candles)
    }

    @Test(arguments: CandleInterval.allCases)
    func `candles are as many as asked, sound, without a gap, and end with the last closed`(
        interval: CandleInterval
    ) async throws {
        for time in [time, time.addingTimeInterval(5000.5), Date(timeIntervalSince1970: -86_400 * 400)] {
            let newest = try #require(interval.lastClosedOpenMilliseconds(at: time))
            for column in try await candles(interval, 130, until: time) {
                #expect(column.count == 130)
                #expect(column.last?.openMilliseconds == newest)
                #expect(column.allSatisfy { $0.isSound })
                for (before, after) in zip(column, column.dropFirst()) {
                    #expect(after.openMilliseconds - before.openMilliseconds == interval.milliseconds)
                    #expect(after.open == before.close)
                }
            }
        }
    }

    @Test(arguments: CandleInterval.allCases)
    func `a candle is the same in whatever window it is seen`(interval: CandleInterval) async throws {
        // A day takes as many hours to make as six candles of four hours.
        let part = interval == .oneDay ? 10 : 50
        let long = try await candles(interval, 14 * part, until: time)
        let short = try await candles(interval, 3, until: time)
        #expect(short == long.map { Array($0.suffix(3)) })
        let earlier = time.addingTimeInterval(-Double(interval.seconds) * Double(10 * part))
        let early = try await candles(interval, part, until: earlier)
        #expect(early == long.map { Array($0[(3 * part)..<(4 * part)]) })
        // A new instance has an empty cache.
        let fresh = SyntheticMarket(seed: 42, symbolCount: 40)
        #expect(try await candles(interval, part, until: earlier, in: fresh) == early)
    }

    @Test func `four hours are the sum of their hours`() async throws {
        let hours = try await candles(.oneHour, 400, until: time)
        for (whole, parts) in zip(try await candles(.fourHours, 100, until: time), hours) {
            for (index, candle) in whole.enumerated() {
                expectSum(Array(parts[(index * 4)..<(index * 4 + 4)]), equals: candle)
            }
        }
    }

    @Test func `days are the sum of their hours`() async throws {
        // The hours end at noon, twelve after the last whole day.
        let hours = try await candles(.oneHour, 24 * 5 + 12, until: time)
        for (whole, parts) in zip(try await candles(.oneDay, 5, until: time), hours) {
            for (index, candle) in whole.enumerated() {
                expectSum(Array(parts[(index * 24)..<(index * 24 + 24)]), equals: candle)
            }
        }
    }

    @Test func `an hour is the sum of its minutes`() async throws {
        let minutes = try await candles(.oneMinute, 600, until: time)
        for (whole, parts) in zip(try await candles(.oneHour, 10, until: time), minutes) {
            for (index, candle) in whole.enumerated() {
                expectSum(Array(parts[(index * 60)..<(index * 60 + 60)]), equals: candle)
            }
        }
    }

    private func expectSum(_ parts: [Candle], equals whole: Candle) {
        let volume = parts.reduce(0) { $0 + $1.volume }
        #expect(parts.first?.openMilliseconds == whole.openMilliseconds)
        #expect(parts.first?.open == whole.open)
        #expect(parts.last?.close == whole.close)
        #expect(parts.map(\.high).max() == whole.high)
        #expect(parts.map(\.low).min() == whole.low)
        #expect((volume / whole.volume - 1).magnitude < 1e-12)
    }

    @Test func `listings are 500, each of its own name, in a fixed order, of every tier`() async throws {
        let listings = try await SyntheticMarket(seed: 1).listings()
        #expect(listings.count == 500)
        #expect(Set(listings.map(\.symbol)).count == 500)
        #expect(listings.allSatisfy { $0.symbol.hasSuffix("-USDT") && $0.symbol == $0.symbol.uppercased() })
        #expect(
            listings.allSatisfy { $0.exchange == "synthetic" && $0.tier == AssetTier(volume24hUSD: $0.volume24hUSD) }
        )
        #expect(Set(listings.map(\.tier)) == Set(AssetTier.allCases))
        #expect(try await SyntheticMarket(seed: 1).listings() == listings)
        #expect(try await SyntheticMarket(seed: 1, symbolCount: 30).listings() == Array(listings.prefix(30)))
        #expect(Set(try await SyntheticMarket(seed: 1, symbolCount: 2000).listings().map(\.symbol)).count == 2000)
    }

    @Test(arguments: [0, -3])
    func `a market of no symbols is empty`(count: Int) async throws {
        let market = SyntheticMarket(seed: 1, symbolCount: count)
        #expect(try await market.listings().isEmpty)
        #expect(try await candles(.oneHour, 3, until: time, in: market).isEmpty)
    }

    @Test func `series come in the order asked, and an unknown listing has none`() async throws {
        let all = try await market.listings()
        let stranger = Listing(symbol: "NOBODY-USDT", exchange: "synthetic", volume24hUSD: 1)
        let asked = [all[7], stranger, all[2]]
        let need = CandleNeed(interval: .oneHour, count: 5)
        let found = try await market.series(for: asked, need: need, until: time)
        #expect(found.map(\.listing) == asked)
        #expect(found.map(\.candles.count) == [5, 0, 5])
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e18])
    func `a time without a calendar has no candles`(seconds: Double) async throws {
        let found = try await candles(.oneHour, 5, until: Date(timeIntervalSince1970: seconds))
        #expect(found.allSatisfy { $0.isEmpty })
    }

    @Test(arguments: [Date.distantPast, .distantFuture])
    func `the ends of the calendar have candles`(time: Date) async throws {
        let found = try await candles(.fourHours, 5, until: time)
        #expect(found.allSatisfy { $0.count == 5 && $0.allSatisfy { $0.isSound } })
    }

    @Test(arguments: [0, -1])
    func `a need of nothing is met`(count: Int) async throws {
        #expect(try await candles(.oneMinute, count, until: time).allSatisfy { $0.isEmpty })
    }

    @Test func `prices stay within bounds over the years and still move`() async throws {
        let market = SyntheticMarket(seed: 42, symbolCount: 3)
        for column in try await candles(.fourHours, 6 * 365 * 3, until: time, in: market) {
            let lowest = try #require(column.map(\.low).min())
            let highest = try #require(column.map(\.high).max())
            #expect(highest / lowest > 1.3)
            #expect(highest / lowest < 20)
        }
    }

    /// The exact values, so that a machine or a compiler with different results is detected.
    @Test func `the market of a seed is the same on every machine`() async throws {
        let last = try await candles(.fourHours, 1, until: time)[0][0]
        #expect(last == GoldenCandle.value, "\(last)")
    }
}

extension Candle {
    /// Indicates whether a strategy would accept it.
    fileprivate var isSound: Bool {
        [open, high, low, close, volume].allSatisfy(\.isFinite) && low > 0 && volume > 0 && low <= min(open, close)
            && high >= max(open, close)
    }
}

/// The trades of the first symbol in the market of seed 42 in the four hours before 2026-02-02 12:00 UTC.
private enum GoldenCandle {
    static let value = Candle(
        openMilliseconds: 1_770_019_200_000,
        open: 81_485,
        high: 81_746,
        low: 81_293,
        close: 81_738,
        volume: 9737.365486107128
    )
}
