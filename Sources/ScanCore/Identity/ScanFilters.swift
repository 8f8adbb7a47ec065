//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import FoundationEssentials
import KitSupport
package import MarketModel
package import Strategies

/// The filters of a scan in canonical form: requests with the same meaning have equal filters.
///
/// Source: `Conformance/Contract/api.md#equal-filters` and `Conformance/Contract/store.md#filter-digest`.
package struct ScanFilters: Sendable, Hashable, Codable {
    /// The symbols to scan, upper case, sorted; empty for all.
    package let symbols: [String]
    /// The asset tiers to scan, lower case, sorted; empty for all.
    package let assetTiers: [String]
    /// The strategies to run, lower case, sorted; empty for all.
    package let strategyIDs: [String]
    /// The highest risk level to keep.
    package let maximumRisk: RiskLevel?
    /// The smallest profit to keep, in USD.
    package let minimumProfit: Double?
    /// The largest capital to keep, in USD.
    package let maximumCapital: Double?
    /// The timeframes to keep, lower case, sorted; empty for all.
    package let timeframes: [String]
    /// The types of opportunity to keep, lower case, sorted; empty for all.
    package let opportunityTypes: [String]
    /// A flag that is true if the results recommend further strategies.
    package let includesRecommendations: Bool

    /// Normalises the given filters: trimmed, without blanks and duplicates, sorted.
    package init(
        symbols: [String] = [],
        assetTiers: [String] = [],
        strategyIDs: [String] = [],
        maximumRisk: RiskLevel? = nil,
        minimumProfit: Double? = nil,
        maximumCapital: Double? = nil,
        timeframes: [String] = [],
        opportunityTypes: [String] = [],
        includesRecommendations: Bool = true
    ) {
        self.symbols = Self.canonical(symbols) { $0.uppercased() }
        self.assetTiers = Self.canonical(assetTiers) { $0.lowercased() }
        self.strategyIDs = Self.canonical(strategyIDs) { $0.lowercased() }
        self.maximumRisk = maximumRisk
        self.minimumProfit = minimumProfit
        self.maximumCapital = maximumCapital
        self.timeframes = Self.canonical(timeframes) { $0.lowercased() }
        self.opportunityTypes = Self.canonical(opportunityTypes) { $0.lowercased() }
        self.includesRecommendations = includesRecommendations
    }

    private static func canonical(_ values: [String], fold: (String) -> String) -> [String] {
        let folded = values.map { fold($0.trimmedWhitespace) }
        return Set(folded).subtracting([""]).sorted()
    }

    /// The first 16 hexadecimal digits of the SHA-1 of the canonical JSON.
    ///
    /// It always includes `asset_tiers`, `strategy_ids` and `symbols`; the other filters only if they are set, so that
    /// scans with different results never share a slot, and no filters give `b7131f12a6b6595f`.
    package var digest: String {
        Insecure.SHA1.hash(data: canonicalJSON).prefix(8).hexadecimal
    }

    /// The canonical JSON: API names in alphabetical order, unset filters left out.
    private var canonicalJSON: Data {
        var json = CanonicalJSON()
        json.add("asset_tiers", assetTiers)
        if let maximumRisk { json.add("filter_by_risk_level", maximumRisk.rawValue) }
        if !includesRecommendations { json.add("include_strategy_recommendations", false) }
        if let maximumCapital { json.add("max_required_capital", maximumCapital) }
        if let minimumProfit { json.add("min_profit_potential", minimumProfit) }
        if !opportunityTypes.isEmpty { json.add("opportunity_type", opportunityTypes) }
        if !timeframes.isEmpty { json.add("preferred_timeframes", timeframes) }
        json.add("strategy_ids", strategyIDs)
        json.add("symbols", symbols)
        return Data(json.text.utf8)
    }
}

extension ScanFilters {
    /// Returns true if an opportunity passes every filter.
    package func keeps(_ opportunity: Opportunity) -> Bool {
        if let maximumRisk, opportunity.riskLevel > maximumRisk { return false }
        if let minimumProfit, opportunity.profitPotentialUSD < minimumProfit { return false }
        if let maximumCapital, opportunity.requiredCapitalUSD > maximumCapital { return false }
        if !timeframes.isEmpty, !timeframes.contains(opportunity.estimatedTimeframe.lowercased()) { return false }
        if !opportunityTypes.isEmpty, !opportunityTypes.contains(opportunity.opportunityType.lowercased()) {
            return false
        }
        return true
    }

    /// Returns true if the scan covers a listing.
    package func keeps(_ listing: Listing) -> Bool {
        (symbols.isEmpty || symbols.contains(listing.symbol.uppercased()))
            && (assetTiers.isEmpty || assetTiers.contains(listing.tier.rawValue))
    }

    /// Returns true if the scan runs a strategy.
    package func keeps(_ strategy: any Strategy) -> Bool {
        strategyIDs.isEmpty || strategyIDs.contains(strategy.id)
    }
}

extension String {
    fileprivate var trimmedWhitespace: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
