//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies

/// The schemas of the diagnostics bodies.
extension Schema {
    static let scanMetrics = object([
        "success": yes,
        "latest_scan": object(["scan_id": scanID, "status": state, "finished_at": time]).orNull,
        "daily_stats": object([
            "date": string(matching: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
            "stats": object([
                "total_scans": count, "successful_scans": count, "total_opportunities": count,
                "total_strategies": count, "avg_execution_time_ms": amount,
            ]),
            "success_rate": percentage,
        ]),
        "system_health": object([
            "status": words(["healthy", "degraded"]), "redis_connected": boolean, "daily_errors": count,
        ]),
    ])

    static let scanHistory = object([
        "success": yes, "user_id": userID, "total_scans": count,
        "scans": array(
            of: object([
                "scan_id": scanID, "status": state, "started_at": time, "finished_at": time.orNull,
                "progress": .named(.progress), "filters": .named(.filters),
            ]),
            atMost: 50
        ),
    ])

    static let scanLifecycle = object([
        "success": yes, "scan_id": scanID, "user_id": userID, "status": state,
        "phases": array(
            of: object([
                "phase": words(["initiated", "scanning", "complete", "failed"]),
                "status": words(["pending", "current", "done"]), "at": time.orNull,
            ])
        ),
        "attempts": count, "handed_back": count, "worker": string.orNull, "is_stuck": boolean,
    ])

    static let scanDebug = object([
        "success": yes, "scan_id": scanID, "status": state.orNull,
        "methods": array(
            of: object(
                [
                    "method": words(["memory", "primary", "index", "direct_search"]), "found": boolean,
                    "cache_key": string.orNull,
                ],
                optional: ["iterations": count]
            )
        ),
        "keys": array(of: object(["key": string, "ttl_seconds": amount.orNull])),
        "strategies": array(of: strategyDebug),
    ])

    static let clearedCache = object(["success": yes, "user_id": userID, "entries_deleted": count])

    private static let strategyDebug = object([
        "strategy_id": string, "milliseconds": count, "error": string.orNull, "symbols": count,
        "omitted": object([
            "total": count, "by_reason": map(of: count),
            "symbols": array(of: object(["symbol": string, "reason": words(of: OmissionReason.self)])),
        ]),
    ])
}
