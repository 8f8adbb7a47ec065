//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RES-011: every opportunity satisfies the filters of its job.
///
/// An empty list violates nothing. It is evidence only if a job without filters shows that there was something to
/// exclude.
enum FiltersHonouredCheck {
    /// RES-011: Every opportunity in results MUST satisfy the filters of its scan.
    @Sendable static func filtersHold(_ observations: Observations) -> Finding {
        // Initiations for a rate alone are not followed to their results.
        guard observations.asksForFilters(apartFrom: .flock) else {
            return .skipped(reason: "the plan initiates no \(observations.nouns.job) with filters")
        }
        let nouns = observations.nouns
        let isSomethingThere = observations.hasUnfilteredOpportunities
        return observations.finding(
            onResultsOf: CountedNoun(one: "\(nouns.item) or empty list", many: "\(nouns.item.many) and empty lists"),
            missing: "\(nouns.item.indefinite) in the results of \(nouns.job.indefinite) with filters, "
                + "or one in those of \(nouns.job.indefinite) without"
        ) { body in
            guard let filters = observations.filters(of: body.job), !filters.isEmpty else { return ResultsReview() }
            let opportunities = body.opportunities
            var faults = opportunities.enumerated().flatMap { index, opportunity in
                filters.faults(of: opportunity, at: "opportunities[\(index)]")
            }
            faults += filters.faults(inTiersOf: body.json)
            let examined = opportunities.isEmpty ? (isSomethingThere ? 1 : 0) : opportunities.count
            return ResultsReview(examined: examined, faults: faults)
        }
    }
}

extension Observations {
    /// The filters that a job was initiated with.
    fileprivate func filters(of job: ObservedJob) -> AskedFilters? {
        (job.announcements.first?.position).flatMap { AskedFilters(event($0)) }
    }

    /// A flag for results of some job without filters that list anything.
    fileprivate var hasUnfilteredOpportunities: Bool {
        jobs.contains { job in
            filters(of: job)?.isEmpty == true
                && job.readsAfterCompletion.contains { read in
                    read.isSuccess && event(read.position).outcome.response?.parsed?.listed ?? 0 > 0
                }
        }
    }
}

extension AskedFilters {
    /// The lists that limit a member of an opportunity.
    private static let limited = [
        ("symbols", "symbol"), ("strategy_ids", "strategy_id"), ("opportunity_type", "opportunity_type"),
        ("preferred_timeframes", "estimated_timeframe"), ("asset_tiers", "asset_tier"),
    ]

    /// The filters that an opportunity does not satisfy.
    fileprivate func faults(of opportunity: JSONValue, at path: String) -> [String] {
        var faults: [String] = []
        for (list, member) in Self.limited {
            guard let asked = lists[list], let told = opportunity[member], let word = told.string else { continue }
            if !asked.contains(Self.folded(word)) {
                faults.append("\(path).\(member) is \(told.shown), not in \(list)")
            }
        }
        if let limit = Self.rank(risk), let told = Self.rank(opportunity["risk_level"]?.string), told > limit {
            faults.append("\(path).risk_level is \(Self.risks[told]), above \(Self.risks[limit])")
        }
        if let least = minimumProfit, let told = opportunity["profit_potential_usd"]?.double, told < least {
            faults.append("\(path).profit_potential_usd is \(told), below \(least)")
        }
        if let most = maximumCapital, let told = opportunity["required_capital_usd"]?.double, told > most {
            faults.append("\(path).required_capital_usd is \(told), above \(most)")
        }
        return faults
    }

    /// The tiers that are reported as scanned although they were not requested.
    fileprivate func faults(inTiersOf body: JSONValue) -> [String] {
        guard let asked = lists["asset_tiers"], let told = body["asset_discovery"]?["asset_tiers"]?.array else {
            return []
        }
        return told.enumerated().compactMap { index, tier in
            guard let word = tier.string, !asked.contains(Self.folded(word)) else { return nil }
            return "asset_discovery.asset_tiers[\(index)] is \(tier.shown), not in asset_tiers"
        }
    }

    /// The rank of a level of risk, in any spelling.
    private static func rank(_ risk: String?) -> Int? {
        risk.flatMap { risk in risks.firstIndex { folded($0) == folded(risk) } }
    }
}
