//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RES-006: every opportunity has the fields, types and ranges of the contract.
///
/// Source: `Conformance/Contract/api.md#opportunity`. A number that is not finite is left to RES-007.
enum OpportunityFieldsCheck {
    /// RES-006: Every opportunity MUST have the fields, types and ranges of the contract.
    @Sendable static func fieldsAreThoseOfTheContract(_ observations: Observations) -> Finding {
        observations.finding(
            onResultsOf: .items(observations.nouns),
            missing: "\(observations.nouns.item.indefinite) in results that were read after completion"
        ) { body in
            let opportunities = body.opportunities
            let faults = opportunities.enumerated().flatMap { index, opportunity in
                Self.faults(of: opportunity, at: "opportunities[\(index)]")
            }
            return ResultsReview(examined: opportunities.count, faults: faults)
        }
    }

    private static let fields: [(name: String, kind: Kind)] = [
        ("strategy_id", .text), ("strategy_name", .text), ("opportunity_type", .text), ("symbol", .text),
        ("exchange", .text), ("profit_potential_usd", .amount), ("confidence_score", .score),
        ("risk_level", .risk), ("required_capital_usd", .amount), ("estimated_timeframe", .span),
        ("entry_price", .price), ("exit_price", .price), ("metadata", .object), ("discovered_at", .text),
    ]

    /// The violations in an opportunity.
    static func faults(of opportunity: JSONValue, at path: String) -> [String] {
        guard let members = opportunity.object else { return ["\(path) is \(opportunity.shown), not an object"] }
        return fields.compactMap { name, kind in
            kind.fault(of: members[name]).map { "\(path).\(name) is \($0)" }
        }
    }
}

/// The allowed values of a field.
private enum Kind {
    case text
    /// At least 0.
    case amount
    /// From 0 to 100.
    case score
    case risk
    /// A string such as `1-3d`; the contract leaves its form open, so a number is accepted, too.
    case span
    /// Above 0, or null.
    case price
    case object

    /// The violation in a value, worded to follow *is*.
    func fault(of value: JSONValue?) -> String? {
        guard let value, value != .null else { return self == .price ? nil : value == nil ? "missing" : "null" }
        switch self {
        case .text:
            return value.string == nil ? "\(value.shown), not a text" : nil
        case .amount:
            return number(value) { $0 < 0 ? "below 0" : nil }
        case .score:
            return number(value) { $0 < 0 ? "below 0" : $0 > 100 ? "above 100" : nil }
        case .price:
            return number(value) { $0 <= 0 ? "not above 0" : nil }
        case .risk:
            let isLevel = value.string.map(AskedFilters.risks.contains) ?? false
            return isLevel ? nil : "\(value.shown), not a level of risk"
        case .span:
            return value.string == nil && value.double == nil ? "\(value.shown), not a text" : nil
        case .object:
            return value.object == nil ? "\(value.shown), not an object" : nil
        }
    }

    private func number(_ value: JSONValue, _ isOutOfRange: (Double) -> String?) -> String? {
        guard let number = value.double else { return "\(value.shown), not a number" }
        guard number.isFinite else { return nil }
        return isOutOfRange(number).map { "\(value.shown), \($0)" }
    }
}
