//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import ScanCore
import Strategies

/// The schemas of the bodies about scans.
extension Schema {
    static let discovery = object(
        [:],
        optional: [
            "force_refresh": boolean.orNull.described("Starts a new scan even where a fresh one exists."),
            "symbols": list, "preferred_timeframes": list, "opportunity_type": list,
            "strategy_ids": list(of: StrategyCatalogue.standard.map(\.id)),
            "strategy_types": list.described("An alias of `opportunity_type`."),
            "asset_tiers": list(of: AssetTier.allCases.map(\.rawValue)),
            "filter_by_risk_level": anyCase(RiskLevel.allCases.map(\.rawValue)).orNull
                .described(
                    "Keeps opportunities of at most this risk. \(sentence(of: RiskLevel.allCases.map(\.rawValue)))."
                ),
            "min_profit_potential": amount.orNull.described("USD."),
            "max_required_capital": amount.orNull.described("USD."),
            "include_strategy_recommendations": boolean.orNull,
        ]
    ).described("What the scan is limited to; every member may be absent, and unknown ones are left alone.")

    static let initiation = object(
        [
            "success": yes, "scan_id": scanID, "status": words(["initiated", "scanning", "complete"]),
            "message": string, "estimated_completion_seconds": count, "poll_url": statusPath,
            "results_url": resultsPath, "polling_interval_seconds": integer(ScanLinks.pollingIntervalSeconds),
            "filters": .named(.filters),
        ],
        optional: ["progress": .named(.progress)]
    )

    static let runningScan = scan(
        "scanning",
        success: yes,
        [
            "partial_results": array(of: .named(.opportunity), atMost: 10),
            "estimated_time_remaining_seconds": count,
        ]
    )

    static let completeScan = scan(
        "complete",
        success: yes,
        ["total_opportunities": count, "results_url": resultsPath]
    )

    static let failedScan = scan(
        "failed",
        success: no,
        ["error": object(["code": string, "message": string])]
    )

    static let opportunity = object([
        "strategy_id": string, "strategy_name": string, "opportunity_type": string, "symbol": string,
        "exchange": string, "profit_potential_usd": amount, "confidence_score": percentage, "risk_level": risk,
        "required_capital_usd": amount, "estimated_timeframe": string, "entry_price": price.orNull,
        "exit_price": price.orNull, "metadata": map(of: one(of: [string, number, boolean])), "discovered_at": time,
    ])

    static let userStatus = object([
        "user_id": userID,
        "last_scan_info": object(["last_scan": time, "time_since_last_scan_seconds": count]).orNull,
        "discovery_available": yes,
    ])

    private static func scan(_ state: String, success: Schema, _ members: [String: Schema]) -> Schema {
        let common = [
            "success": success, "scan_id": scanID, "status": words([state]), "message": string,
            "progress": .named(.progress),
        ]
        return object(common.merging(members) { _, own in own })
    }
}

/// The schemas of strings that are parsed leniently; they match exactly the accepted values.
extension Schema {
    /// The schema of any strings, as an array or as one string with commas.
    private static let list = string.adding("type", ["array", "string", "null"]).adding("items", string.value)
        .described("An array, or one text with commas; blanks and duplicates are dropped.")

    /// Returns the schema of a list of the given words in any case, as an array or as one string with commas.
    ///
    /// White space around the words is allowed.
    private static func list(of words: [String]) -> Schema {
        let element = "\(space)*(\(words.map(anyCase).joined(separator: "|")))?\(space)*"
        return list.adding("items", string(matching: "^\(element)$").value)
            .adding("pattern", .string("^\(element)(,\(element))*$"))
            .described("\(sentence(of: words)), in any case: an array, or one text with commas.")
    }

    private static func sentence(of words: [String]) -> String { "One of \(words.joined(separator: ", "))" }

    private static func anyCase(_ words: [String]) -> Schema {
        string(matching: "^(\(words.map(anyCase).joined(separator: "|")))$")
    }

    private static func anyCase(_ word: String) -> String {
        word.map { $0.isLetter ? "[\($0.uppercased())\($0)]" : String($0) }.joined()
    }

    /// The white space of Unicode as explicit characters, since dialects of regular expressions differ about `\s`.
    private static let space =
        #"[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"#
}
