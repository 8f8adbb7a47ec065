//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The quotes of a market maker on one order book, with their costs and profit.
struct MarketMakingQuotes {
    /// The spread that pays for costs and risk, as a fraction of the middle.
    let neededSpread: Double
    /// The part of it in the model of Avellaneda and Stoikov.
    private let riskSpread: Double
    /// The distance from the best bid to the best ask, as a fraction of the middle.
    private let spread: Double
    /// The shift of both quotes, as a fraction of the middle.
    private let shift: Double
    /// The user's holding, in lots.
    private let inventory: Double
    /// The size of the quote on each side, in USD.
    private let lotUSD: Double
    /// The number of round trips filled in an hour.
    private let roundTrips: Double
    /// The standard deviation of the returns of one minute.
    private let deviation: Double
    /// The move of the last ten minutes, in standard deviations.
    private let recentMove: Double
    private let front: TopOfBook

    /// Prices the quotes.
    ///
    /// - Parameters:
    ///   - front: The book.
    ///   - window: The last 61 minutes.
    ///   - held: The user's holding, in the base currency.
    init(_ front: TopOfBook, in window: CandleWindow, held: Double) {
        let closes = window.closes
        let count = closes.count
        let returns = Returns.simple(closes)
        let deviation = Returns.deviation(returns)
        let depth = front.meanDepth > Self.leastMeanDepth ? front.meanDepth : Self.leastMeanDepth
        let model = AvellanedaStoikov(
            riskAversion: Self.relativeAversion / depth,
            decay: 1 / depth,
            variance: deviation * deviation * Self.minutesHeld
        )
        var tradedUSD = 0.0
        for index in (count - 60)..<count { tradedUSD += closes[index] * window.volumes[index] }
        let thinnest = min(front.bids[0].quantity, front.asks[0].quantity) * front.middle
        let volume = window.listing.volume24hUSD
        let lot = min(Self.greatestLotUSD, thinnest, volume.isFinite ? volume * Position.greatestShareOfVolume : 0)
        let inventory = lot > 0 && held.isFinite ? Self.bounded(held * front.middle / lot, to: Self.greatestLots) : 0
        let reach = deviation * 10.0.squareRoot()
        self.front = front
        self.deviation = deviation
        self.inventory = inventory
        lotUSD = lot
        spread = front.spread
        riskSpread = model.spread
        neededSpread = max(model.spread, Self.fees + Self.leastEarned)
        shift = Self.bounded(model.shift(inventory: inventory), to: Self.greatestShift * front.spread)
        roundTrips = lot > 0 ? min(Self.greatestRoundTrips, tradedUSD * Self.shareOfFlow / (2 * lot)) : 0
        recentMove = reach > 0 ? (closes[count - 1] / closes[count - 11] - 1) / reach : 0
    }

    /// A Boolean value that indicates whether every number is finite and so can go over the wire.
    var areFinite: Bool {
        (neededSpread + spread + shift + lotUSD + roundTrips + deviation + recentMove).isFinite
    }

    /// A Boolean value that indicates whether the spread covers costs and risk.
    var arePaid: Bool { spread >= neededSpread }

    /// A Boolean value that indicates whether the price trends too strongly for both sides to be filled.
    var isRunningAway: Bool { recentMove.magnitude > Self.greatestMove }

    /// The quality of the book for quoting, 0…10.
    var strength: Double { 10 * Self.spreadRamp(spread / neededSpread) }

    /// Makes the draft of the opportunity, or `nil` where an hour earns less than a cent.
    func draft(on listing: Listing) -> OpportunityDraft? {
        let profit = roundTrips * lotUSD * (spread - Self.fees)
        guard profit >= 0.01 else { return nil }
        return OpportunityDraft(
            symbol: listing.symbol,
            exchange: listing.exchange,
            profitUSD: profit,
            capitalUSD: 2 * lotUSD,
            strength: strength,
            risk: RiskLevel(dailyMove: deviation * Self.minutesADay.squareRoot()),
            timeframe: "1h",
            entry: front.bid + shift * front.middle,
            exit: front.ask + shift * front.middle,
            metadata: [
                "side": .string("both"),
                "spread_percent": .number(WireNumber.score(spread * 100)),
                "needed_spread_percent": .number(WireNumber.score(neededSpread * 100)),
                "avellaneda_stoikov_spread_percent": .number(WireNumber.score(riskSpread * 100)),
                "reservation_price": .number(WireNumber.price(front.middle * (1 + shift))),
                "inventory_lots": .number(WireNumber.score(inventory)),
                "round_trips": .number(WireNumber.score(roundTrips)),
            ]
        )
    }

    private static func bounded(_ value: Double, to bound: Double) -> Double {
        value > bound ? bound : (value < -bound ? -bound : value)
    }

    private static let relativeAversion = 0.1
    private static let leastMeanDepth = 0.0001
    private static let minutesHeld = 5.0
    private static let minutesADay = 1440.0
    private static let fees = 0.002
    private static let leastEarned = 0.0005
    private static let greatestLotUSD = 1000.0
    private static let greatestLots = 5.0
    private static let greatestShift = 0.45
    private static let greatestMove = 2.0
    private static let shareOfFlow = 0.01
    private static let greatestRoundTrips = 12.0
    private static let spreadRamp = LinearRamp(lower: 0.5, upper: 3)
}
