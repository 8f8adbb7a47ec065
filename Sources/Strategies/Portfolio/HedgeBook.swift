//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel

/// The hedges available in a market.
struct HedgeBook {
    private let market: Market
    private let need: CandleNeed
    private let time: Date
    private let funding: FundingTable
    /// The listings with sound candles and futures, with their returns.
    private let futures: [Future]

    private struct Future {
        let symbol: String
        let rates: [FundingRate]
        let returns: [Double]
    }

    /// Collects the listings of a market that have futures.
    init(_ market: Market, need: CandleNeed, at time: Date) {
        let funding = FundingTable(market.fundingRates)
        self.market = market
        self.need = need
        self.time = time
        self.funding = funding
        futures = market.series.compactMap { series in
            guard
                let close = series.candles.last?.close,
                case .sound(let rates) = funding.check(
                    series.listing.symbol,
                    near: close,
                    within: Self.greatestDeviation
                ),
                case .sound(let window) = CandleWindow.check(series, need: need, at: time)
            else { return nil }
            let returns = Returns.simple(window.closes)
            return Future(symbol: series.listing.symbol, rates: rates, returns: returns)
        }
    }

    /// Finds the cheapest hedge that removes enough risk; of equal ones direct before option before correlated.
    func cheapest(for exposure: HedgedExposure) -> HedgeCandidate? {
        var cheapest: HedgeCandidate?
        for candidate in direct(exposure) + options(exposure) + correlated(exposure) {
            guard candidate.isFinite, candidate.effectiveness >= Self.leastEffectiveness else { continue }
            if cheapest.map({ candidate.dearness < $0.dearness }) ?? true { cheapest = candidate }
        }
        return cheapest
    }

    private func direct(_ exposure: HedgedExposure) -> [HedgeCandidate] {
        let position = exposure.position
        let rates = funding.check(position.listing.symbol, near: position.price, within: Self.greatestDeviation)
        guard case .sound(let rates) = rates else { return [] }
        let side: TradePlan.Side = position.quantity > 0 ? .sell : .buy
        return rates.map {
            future($0, side, notional: position.valueUSD.magnitude, .direct, effectiveness: 1, details: [:])
        }
    }

    private func correlated(_ exposure: HedgedExposure) -> [HedgeCandidate] {
        let position = exposure.position
        return futures.flatMap { other -> [HedgeCandidate] in
            guard other.symbol != position.listing.symbol else { return [] }
            let correlation = Returns.correlation(position.returns, other.returns)
            guard correlation.magnitude >= Self.leastCorrelation else { return [] }
            let ratio = correlation.magnitude * exposure.deviation / Returns.deviation(other.returns)
            let isAgainst = (position.quantity > 0) == (correlation > 0)
            let rest = max(0, 1 - correlation * correlation).squareRoot()
            return other.rates.map {
                future(
                    $0,
                    isAgainst ? .sell : .buy,
                    notional: position.valueUSD.magnitude * ratio,
                    .correlated,
                    effectiveness: 1 - rest,
                    details: [
                        "correlation": .number(WireNumber.score(correlation)),
                        "hedge_ratio": .number(WireNumber.score(ratio)),
                    ]
                )
            }
        }
    }

    private func future(
        _ rate: FundingRate,
        _ side: TradePlan.Side,
        notional: Double,
        _ kind: HedgeCandidate.Kind,
        effectiveness: Double,
        details: [String: MetadataValue]
    ) -> HedgeCandidate {
        var details = details
        details["funding_rate_percent"] = .number(WireNumber.score(rate.rate * 100))
        return HedgeCandidate(
            kind: kind,
            symbol: rate.symbol,
            exchange: rate.exchange,
            side: side,
            price: rate.markPrice,
            notionalUSD: notional,
            capitalUSD: notional / 2,
            costUSD: notional * (Self.futureFees + side.sign * rate.hourly * HedgedExposure.days * 24),
            effectiveness: effectiveness,
            details: details
        )
    }

    private func options(_ exposure: HedgedExposure) -> [HedgeCandidate] {
        let position = exposure.position
        return market.optionChains.filter { $0.symbol == position.listing.symbol }.flatMap { chain in
            chain.quotes.compactMap { option($0, in: chain, for: exposure) }
        }
    }

    private func option(
        _ quote: OptionQuote,
        in chain: OptionChain,
        for exposure: HedgedExposure
    ) -> HedgeCandidate? {
        let position = exposure.position
        let isPut = position.quantity > 0
        let distance = (isPut ? chain.spot - quote.strike : quote.strike - chain.spot) / chain.spot
        let left = quote.expiryMilliseconds.subtractingReportingOverflow(Int64(time.timeIntervalSince1970 * 1000))
        guard
            (quote.kind == .put) == isPut, !left.overflow,
            left.partialValue >= HedgedExposure.milliseconds,
            left.partialValue <= Self.greatestExpiryMilliseconds,
            distance >= 0, distance <= Self.greatestDistance,
            quote.bid >= 0, quote.ask > 0, quote.ask >= quote.bid,
            (chain.spot / position.price - 1).magnitude <= Self.greatestDeviation
        else { return nil }
        let underlying = position.valueUSD.magnitude
        let quantity = position.quantity.magnitude
        let rest = 1 - Double(HedgedExposure.milliseconds) / Double(left.partialValue)
        let decay = quote.ask * (1 - rest.squareRoot()) + (quote.ask - quote.bid) * rest.squareRoot()
        let removed = exposure.riskUSD > 0 ? 1 - distance * underlying / exposure.riskUSD : 0
        return HedgeCandidate(
            kind: .option,
            symbol: chain.symbol,
            exchange: chain.exchange,
            side: .buy,
            price: quote.ask,
            notionalUSD: underlying,
            capitalUSD: quote.ask * quantity,
            costUSD: decay * quantity + Self.optionFee * underlying,
            effectiveness: max(0, removed),
            details: [
                "option": .string(quote.kind.rawValue),
                "strike": .number(WireNumber.price(quote.strike)),
                "days_to_expiry": .number(WireNumber.score(Double(left.partialValue) / 86_400_000)),
                "quantity": .number(WireNumber.price(quantity)),
            ]
        )
    }

    private static let leastEffectiveness = 0.5
    private static let leastCorrelation = 0.9
    private static let greatestDistance = 0.15
    /// The tolerance for spot prices, which is wide since the last close may be a day old.
    private static let greatestDeviation = 0.25
    private static let greatestExpiryMilliseconds: Int64 = 60 * 86_400_000
    private static let futureFees = 0.001
    private static let optionFee = 0.0003
}
