//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Testing

/// A defect of a series: the change of its candles and the expected reason.
struct Defect: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let reason: OmissionReason
    let apply: @Sendable (inout [Candle]) -> Void

    static let all: [Defect] = [
        Defect(testDescription: "no candle", reason: .tooFewCandles) { $0 = [] },
        Defect(testDescription: "a single candle", reason: .tooFewCandles) { $0.removeFirst($0.count - 1) },
        Defect(testDescription: "one too few", reason: .tooFewCandles) { $0.removeFirst() },
        Defect(testDescription: "the last one missing", reason: .stale) { candles in
            for index in candles.indices { candles[index].openMilliseconds -= 14_400_000 }
        },
        Defect(testDescription: "a hole", reason: .gap) { candles in
            for index in 0..<50 { candles[index].openMilliseconds -= 14_400_000 }
        },
        Defect(testDescription: "two of the same time", reason: .gap) { $0[50] = $0[51] },
        Defect(testDescription: "newest first", reason: .stale) { $0.reverse() },
        Defect(testDescription: "a close that is no number", reason: .nonFinite) { $0[60].close = .nan },
        Defect(testDescription: "a volume that is no number", reason: .nonFinite) { $0[60].volume = .nan },
        Defect(testDescription: "an infinite high", reason: .nonFinite) { $0[60].high = .infinity },
        Defect(testDescription: "an infinite volume", reason: .nonFinite) { $0[119].volume = .infinity },
        Defect(testDescription: "a price of zero", reason: .inconsistent) { $0[60].low = 0 },
        Defect(testDescription: "a negative price", reason: .inconsistent) { $0[60].low = -1 },
        Defect(testDescription: "a close above the high", reason: .inconsistent) { $0[60].close = $0[60].high * 2 },
        Defect(testDescription: "an open below the low", reason: .inconsistent) { $0[60].open = $0[60].low / 2 },
        Defect(testDescription: "no volume", reason: .zeroVolume) { $0[60].volume = 0 },
        Defect(testDescription: "a negative volume", reason: .zeroVolume) { $0[60].volume = -5 },
    ]
}

@Suite struct UnsoundDataTests {
    @Test(arguments: Defect.all)
    func `a symbol with unsound data is omitted with the reason, and its neighbours are judged`(defect: Defect) throws {
        for strategy in spotStrategies {
            let count = strategy.need.count
            let sound = series(walk(count: count), for: strategy, symbol: "SOUND")
            let unsound = altered(series(walk(count: count), for: strategy, symbol: "UNSOUND"), defect.apply)
            let findings = try strategy.findings(in: [unsound, sound], at: noon)
            #expect(findings.omitted == [OmittedSymbol(symbol: "UNSOUND", reason: defect.reason)], "\(strategy.id)")
            #expect(findings.signals.total == 1)
        }
    }

    @Test func `an empty market has no findings`() throws {
        for strategy in spotStrategies {
            #expect(try strategy.findings(in: [], at: noon) == StrategyFindings())
        }
    }

    @Test func `a symbol that occurs twice is judged once`() throws {
        for strategy in spotStrategies {
            let one = series(walk(count: strategy.need.count), for: strategy)
            let findings = try strategy.findings(in: [one, one], at: noon)
            #expect(findings.omitted == [OmittedSymbol(symbol: "AAA-USDT", reason: .duplicate)])
            #expect(findings.signals.total == 1)
            #expect(findings.opportunities.count <= 1)
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
    func `a time without a calendar finds every series stale`(seconds: Double) throws {
        for strategy in spotStrategies {
            let one = series(walk(count: strategy.need.count), for: strategy)
            let findings = try strategy.findings(in: [one], at: Date(timeIntervalSince1970: seconds))
            #expect(findings.omitted.map(\.reason) == [.stale])
        }
    }

    @Test(arguments: [1e-300, 1e-12, 1e12, 1e200, 1e306])
    func `prices of any size give finite numbers or none`(scale: Double) throws {
        for strategy in spotStrategies {
            for (seed, drift) in [(1, 0.01), (2, -0.01), (3, 0), (4, 0.0)] as [(UInt64, Double)] {
                let prices = walk(count: strategy.need.count, drift: drift, seed: seed).map { $0 / 100 * scale }
                let findings = try strategy.findings(in: [series(prices, for: strategy)], at: noon)
                #expect(findings.signals.total + findings.omitted.count == 1)
                for found in findings.opportunities { #expect(found.hasOnlyFiniteNumbers) }
            }
        }
    }

    @Test(arguments: [0, -1, 1, Double.nan, .infinity])
    func `a listing without a usable volume gives no opportunity`(volume: Double) throws {
        for strategy in spotStrategies {
            let prices = walk(count: strategy.need.count, drift: 0.008, move: 0.01)
            let market = [series(prices, for: strategy, volume24hUSD: volume)]
            #expect(try strategy.findings(in: market, at: noon).opportunities.isEmpty)
        }
    }

    @Test func `prices that never move are judged and found weak`() throws {
        for strategy in spotStrategies {
            let flat = series(Array(repeating: 5, count: strategy.need.count), for: strategy, wick: 0)
            let findings = try strategy.findings(in: [flat], at: noon)
            #expect(findings.signals.weak == 1)
            #expect(findings.opportunities.isEmpty)
        }
    }

    @Test func `older candles than needed change nothing`() throws {
        for strategy in spotStrategies {
            let prices = walk(count: strategy.need.count + 30, drift: 0.008, move: 0.01)
            let long = series(prices, for: strategy)
            let short = altered(long) { $0.removeFirst(30) }
            #expect(try strategy.findings(in: [long], at: noon) == strategy.findings(in: [short], at: noon))
        }
    }
}

extension Opportunity {
    /// Indicates whether all numbers are finite and within the contract's bounds.
    var hasOnlyFiniteNumbers: Bool {
        let prices = [entryPrice, exitPrice].compactMap { $0 }
        let numbers = metadata.values.compactMap(\.number) + prices + [profitPotentialUSD, requiredCapitalUSD]
        return numbers.allSatisfy(\.isFinite) && prices.allSatisfy { $0 > 0 } && profitPotentialUSD >= 0
            && requiredCapitalUSD >= 0 && (0...100).contains(confidenceScore)
    }
}
