//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel

/// A strategy that judges option chains, one after the other.
///
/// The check of the data is shared: the underlying's last candle has to be sound, the listing has to have a chain, and
/// enough options have to be quoted for a surface.
protocol OptionStrategy: Strategy {
    /// Judges one chain.
    ///
    /// - Returns: The opportunities, and the strengths of all signals.
    func drafts(in surface: OptionSurface, of listing: Listing) -> (drafts: [OpportunityDraft], strengths: [Double])
}

extension OptionStrategy {
    package var need: CandleNeed { CandleNeed(interval: .oneHour, count: 1) }
    package var parts: Set<MarketPart> { [.optionChains] }
    package var judgesSymbolsAlone: Bool { true }

    /// Judges the listings that have options; the others are omitted.
    ///
    /// - Complexity: O(n) in the number of listings and quotes.
    package func findings(in market: Market, at time: Date) -> StrategyFindings {
        var findings = StrategyFindings()
        let chains = Dictionary(market.optionChains.map { (Key($0.symbol, $0.exchange), $0) }) { first, _ in first }
        var seen: Set<String> = []
        for series in market.series {
            let listing = series.listing
            guard seen.insert(listing.symbol).inserted else {
                findings.omit(listing, .duplicate)
                continue
            }
            if case .unsound(let reason) = CandleWindow.check(series, need: need, at: time) {
                findings.omit(listing, reason)
                continue
            }
            guard let chain = chains[Key(listing.symbol, listing.exchange)] else {
                findings.omit(listing, .noQuotes)
                continue
            }
            switch OptionSurface.check(chain, at: time) {
            case .unsound(let reason): findings.omit(listing, reason)
            case .sound(let surface):
                let (drafts, strengths) = drafts(in: surface, of: listing)
                for strength in strengths { findings.signals.count(strength: strength) }
                findings.opportunities += drafts.map { opportunity($0, at: time) }
            }
        }
        return findings
    }
}

/// A symbol on an exchange.
private struct Key: Hashable {
    let symbol: String
    let exchange: String

    init(_ symbol: String, _ exchange: String) {
        self.symbol = symbol
        self.exchange = exchange
    }
}

extension Listing {
    /// The greatest cost of a trade in options that does not move the market: 0.1 % of the volume of 24 hours.
    var liquidUSD: Double { volume24hUSD.isFinite ? max(0, volume24hUSD) * 0.001 : 0 }
}

extension OptionQuote {
    /// The contract's name, such as `2026-03-27-50000-call`.
    var name: String {
        let day = WireTime.text(from: Date(timeIntervalSince1970: Double(expiryMilliseconds) / 1000)).prefix(10)
        let number = strike == strike.rounded() && strike < 1e15 ? "\(Int(strike))" : "\(strike)"
        return "\(day)-\(number)-\(kind.rawValue)"
    }
}
