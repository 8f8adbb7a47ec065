//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RES-010: results list no opportunity twice.
enum DuplicatesCheck {
    /// RES-010: Results MUST NOT list an opportunity twice.
    @Sendable static func nothingIsListedTwice(_ observations: Observations) -> Finding {
        observations.finding(
            onResultsOf: .items(observations.nouns),
            missing: "\(observations.nouns.item.indefinite) in results that were read after completion"
        ) { body in
            var review = ResultsReview()
            var first: [Identity: Int] = [:]
            for (index, opportunity) in body.opportunities.enumerated() {
                guard let identity = Identity(opportunity) else { continue }
                review.examined += 1
                if let earlier = first[identity] {
                    let symbol = opportunity["symbol"]?.shown ?? "?"
                    review.faults.append("opportunities[\(index)] is opportunities[\(earlier)] again, \(symbol)")
                } else {
                    first[identity] = index
                }
            }
            return review
        }
    }
}

/// The fields that identify an opportunity.
///
/// One strategy may find several opportunities in one symbol: at other prices, in another timeframe, on another side.
/// They differ in their terms. An opportunity without terms is identified by its figures as well. The time of
/// discovery and the rank are ignored.
private struct Identity: Hashable {
    private var members: [String: JSONValue]

    init?(_ opportunity: JSONValue) {
        guard let all = opportunity.object, !all.isEmpty else { return nil }
        let terms = ["entry_price", "exit_price", "metadata"]
        let hasTerms = terms.contains { name in
            switch all[name] {
            case nil, .null, .object([:]): false
            default: true
            }
        }
        let kept = [
            "id", "opportunity_id", "strategy_id", "opportunity_type", "symbol", "exchange", "estimated_timeframe",
        ]
        members =
            if hasTerms {
                all.filter { (kept + terms).contains($0.key) }
            } else {
                all.filter { $0.key != "discovered_at" && $0.key != "strategy_name" && $0.key != "rank" }
            }
    }
}
