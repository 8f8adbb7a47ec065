//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import ScanCore
import Strategies

/// The request body of an initiation.
///
/// Source: `Conformance/Contract/api.md#request-members`.
struct DiscoverRequest {
    let forcesRefresh: Bool
    let filters: ScanFilters

    /// Parses and validates a body; the error lists all invalid members at once.
    ///
    /// - Parameters:
    ///   - members: The members of the body.
    ///   - strategies: The ids of the known strategies.
    /// - Throws: ``APIError``, 422.
    init(_ members: [String: JSONValue], strategies: [String]) throws {
        var reader = MemberReader(members)
        forcesRefresh = reader.flag("force_refresh", default: false)
        filters = ScanFilters(
            symbols: reader.list("symbols"),
            assetTiers: reader.list("asset_tiers", among: AssetTier.allCases.map(\.rawValue)),
            strategyIDs: reader.list("strategy_ids", among: strategies),
            maximumRisk: reader.choice("filter_by_risk_level", among: RiskLevel.allCases).flatMap(RiskLevel.init),
            minimumProfit: reader.amount("min_profit_potential"),
            maximumCapital: reader.amount("max_required_capital"),
            timeframes: reader.list("preferred_timeframes"),
            opportunityTypes: reader.list("opportunity_type") + reader.list("strategy_types"),
            includesRecommendations: reader.flag("include_strategy_recommendations", default: true)
        )
        guard reader.problems.isEmpty else { throw APIError.invalid(reader.problems) }
    }
}

/// A reader of JSON members that collects validation errors; it ignores unknown members.
private struct MemberReader {
    private let members: [String: JSONValue]
    private(set) var problems: [APIError.Detail] = []

    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    mutating func flag(_ name: String, default absent: Bool) -> Bool {
        switch members[name] {
        case .bool(let value): return value
        case nil, .null: return absent
        default:
            reject(name, "must be true or false")
            return absent
        }
    }

    /// Returns the items of a list: an array of strings, or one comma-separated string.
    mutating func list(_ name: String, among allowed: [String]? = nil) -> [String] {
        let values: [String]
        switch members[name] {
        case nil, .null: return []
        case .string(let text): values = text.split(separator: ",").map(String.init)
        case .array(let elements):
            values = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
            if values.count < elements.count { reject(name, "must hold strings only") }
        default:
            reject(name, "must be an array of strings, or one string with commas")
            return []
        }
        guard let allowed else { return values }
        // Folded as the ids of strategies and the names of tiers are.
        let unknown = ScanFilters(assetTiers: values).assetTiers.filter { !allowed.contains($0) }
        if !unknown.isEmpty {
            let named = unknown.prefix(5).map { "'\($0.prefix(40))'" } + (unknown.count > 5 ? ["…"] : [])
            reject(
                name,
                "does not know \(named.joined(separator: ", ")); it takes \(allowed.joined(separator: ", "))"
            )
        }
        return values
    }

    mutating func choice<Choice: RawRepresentable<String>>(_ name: String, among choices: [Choice]) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text) where choices.contains { $0.rawValue == text.lowercased() }: return text.lowercased()
        default:
            reject(name, "must be one of \(choices.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
    }

    mutating func amount(_ name: String) -> Double? {
        switch members[name] {
        case nil, .null: return nil
        case .number(let value) where value.isFinite && value >= 0: return value
        default:
            reject(name, "must be a number of at least 0")
            return nil
        }
    }

    private mutating func reject(_ name: String, _ message: String) {
        problems.append(.init(loc: ["body", name], msg: message))
    }
}
