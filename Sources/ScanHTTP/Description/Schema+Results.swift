//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies

/// The schemas of the results of a complete scan.
extension Schema {
    static let results = object([
        "success": yes, "scan_id": scanID, "user_id": userID,
        "opportunities": array(of: .named(.opportunity)), "total_opportunities": count,
        "signal_analysis": signalAnalysis,
        "threshold_transparency": object(["original_threshold": threshold, "message": string]),
        "user_profile": object([
            "user_id": userID, "active_strategies": array(of: string), "total_strategies": count,
        ]),
        "strategy_performance": map(of: performance),
        "asset_discovery": object([
            "total_assets_scanned": count, "asset_tiers": array(of: tier), "max_tier_accessed": tier.orNull,
        ]),
        "strategy_recommendations": array(of: recommendation),
        "execution_time_ms": count, "last_updated": time,
    ])

    private static let signalAnalysis = object([
        "total_signals_analyzed": count,
        "signals_by_strength": object(["very_strong": count, "strong": count, "moderate": count, "weak": count]),
        "threshold_analysis": object([
            "original_threshold": threshold, "opportunities_above_original": count, "opportunities_shown": count,
            "additional_opportunities_revealed": count,
        ]),
    ])

    private static let threshold = integer(Int(SignalTally.originalThreshold))

    private static let contribution = [
        "count": count, "total_potential": amount, "avg_confidence": percentage,
    ]

    private static let performance = object(
        contribution,
        optional: ["error": string.described("Why the strategy gave up, where it did.")]
    )

    private static let recommendation = object([
        "strategy_id": string, "strategy_name": string, "reason": string, "would_have_added": object(contribution),
    ])
}
