//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The filters in the body of an initiation, normalized so that equivalent filters are equal.
///
/// Read from the raw JSON: lists may be arrays or comma-separated strings; case, order, repetitions and separators
/// within a word make no difference. Source: `Conformance/Contract/api.md#equal-filters`.
struct AskedFilters: Hashable {
    /// The lists, by their name; those that are not set are left out.
    private(set) var lists: [String: Set<String>] = [:]
    /// The highest risk to keep, folded.
    private(set) var risk: String?
    /// The smallest profit to keep, in USD.
    private(set) var minimumProfit: Double?
    /// The largest capital to keep, in USD.
    private(set) var maximumCapital: Double?
    /// The other members of the body, which may distinguish jobs.
    private(set) var others: [String: JSONValue] = [:]

    /// The levels of risk, the lowest first.
    static let risks = ["low", "medium", "medium_high", "high", "very_high"]

    /// A flag for filters that exclude nothing.
    var isEmpty: Bool {
        lists.isEmpty && risk == nil && minimumProfit == nil && maximumCapital == nil
    }

    /// Reads filters from the members of a body, or of its echo.
    init(_ members: [String: JSONValue]) {
        for (name, value) in members where value != .null {
            switch name {
            case "symbols", "asset_tiers", "strategy_ids", "preferred_timeframes":
                add(value, to: name)
            case "opportunity_type", "strategy_types":
                add(value, to: "opportunity_type")
            case "filter_by_risk_level":
                risk = value.string.map(Self.folded)
            case "min_profit_potential":
                minimumProfit = value.double
            case "max_required_capital":
                maximumCapital = value.double
            case "force_refresh":
                continue
            case "include_strategy_recommendations" where value == .bool(true):
                continue
            default:
                others[name] = value
            }
        }
    }

    /// Reads the filters of a request; `nil` when its body is no JSON object.
    init?(_ event: Event) {
        guard let members = event.askedJSON?.object else { return nil }
        self.init(members)
    }

    /// A word without case and separators, so that `BTC/USDT` and `btc-usdt` are the same.
    static func folded(_ word: String) -> String {
        String(word.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private mutating func add(_ value: JSONValue, to name: String) {
        let words = value.array?.compactMap(\.string) ?? value.string?.split(separator: ",").map(String.init) ?? []
        let folded = words.map(Self.folded).filter { !$0.isEmpty }
        if !folded.isEmpty { lists[name, default: []].formUnion(folded) }
    }
}

extension Event {
    /// A flag for a request that demands a new job.
    var forcesRefresh: Bool {
        askedJSON?["force_refresh"]?.bool == true
    }

    /// The body of the request, if it is JSON.
    var askedJSON: JSONValue? { requestBody.flatMap(JSONValue.init(parsing:)) }

    /// The body of the response, if it is JSON and was recorded in full.
    var answeredJSON: JSONValue? { outcome.response?.body.flatMap(JSONValue.init(parsing:)) }
}

extension JSONValue {
    /// The value for people, shortened.
    var shown: String {
        let text = canonicalText
        return text.count > 40 ? "\(text.prefix(39))…" : text
    }
}
