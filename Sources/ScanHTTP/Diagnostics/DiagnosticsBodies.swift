//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore

/// The response to `scan-metrics`.
struct ScanMetricsBody: Encodable {
    let success = true
    let latestScan: Nullable<LatestScan>
    let dailyStats: DailyStatistics
    let systemHealth: Health

    struct LatestScan: Encodable {
        let scanId: String
        let status: String
        let finishedAt: String
    }

    struct DailyStatistics: Encodable {
        let date: String
        let stats: Counters
        let successRate: Double
    }

    struct Counters: Encodable {
        let totalScans: Int
        let successfulScans: Int
        let totalOpportunities: Int
        let totalStrategies: Int
        let avgExecutionTimeMs: Double
    }

    struct Health: Encodable {
        let status: String
        let redisConnected: Bool
        let dailyErrors: Int
    }

    /// Creates the body for one day; the success rate is in percent, 0 if no scan has ended yet.
    init(_ statistics: DayStatistics, day: String, usesRedis: Bool) {
        let scans = Double(max(1, statistics.scans))
        latestScan = Nullable(
            statistics.latest.map {
                LatestScan(scanId: "\($0.scan)", status: $0.state.rawValue, finishedAt: $0.time.wireTime)
            }
        )
        dailyStats = DailyStatistics(
            date: day,
            stats: Counters(
                totalScans: statistics.scans,
                successfulScans: statistics.successes,
                totalOpportunities: statistics.opportunities,
                totalStrategies: statistics.strategies,
                avgExecutionTimeMs: (Double(statistics.milliseconds) / scans).hundredths
            ),
            successRate: (Double(statistics.successes) / scans * 100).hundredths
        )
        // Reading the statistics has just succeeded, so Redis is connected; otherwise this would be a 503.
        systemHealth = Health(
            status: statistics.errors == 0 ? "healthy" : "degraded",
            redisConnected: usesRedis,
            dailyErrors: statistics.errors
        )
    }
}

/// The response to `scan-history`.
struct ScanHistoryBody: Encodable {
    let success = true
    let userId: String
    let totalScans: Int
    let scans: [Scan]

    struct Scan: Encodable {
        let scanId: String
        let status: String
        let startedAt: String
        let finishedAt: Nullable<String>
        let progress: ProgressBody
        let filters: FiltersBody

        init(_ summary: ScanSummary) {
            scanId = summary.key.scan.description
            status = summary.state.rawValue
            startedAt = summary.startedAt.wireTime
            finishedAt = Nullable(summary.finishedAt?.wireTime)
            progress = ProgressBody(summary.progress)
            filters = FiltersBody(summary.filters)
        }
    }

    init(_ user: UserID, _ history: ScanHistory) {
        userId = user.description
        totalScans = history.total
        scans = history.scans.map(Scan.init)
    }
}

/// The response to `scan-lifecycle`.
struct ScanLifecycleBody: Encodable {
    let success = true
    let scanId: String
    let userId: String
    let status: String
    let phases: [Phase]
    let attempts: Int
    let handedBack: Int
    let worker: Nullable<String>
    let isStuck: Bool

    struct Phase: Encodable {
        let phase: String
        let status: String
        let at: Nullable<String>
    }

    init(_ lifecycle: ScanLifecycle, isStuck: Bool) {
        let isFinal = lifecycle.state.isFinal
        scanId = lifecycle.key.scan.description
        userId = lifecycle.key.user.description
        status = lifecycle.state.rawValue
        phases = [
            Phase(phase: "initiated", status: "done", at: Nullable(lifecycle.initiated.wireTime)),
            Phase(
                phase: "scanning",
                status: lifecycle.started == nil ? "pending" : isFinal ? "done" : "current",
                at: Nullable(lifecycle.started?.wireTime)
            ),
            Phase(
                phase: lifecycle.state == .failed ? "failed" : "complete",
                status: isFinal ? "done" : "pending",
                at: Nullable(lifecycle.finished?.wireTime)
            ),
        ]
        attempts = lifecycle.attempts
        handedBack = lifecycle.handedBack
        worker = Nullable(lifecycle.lease)
        self.isStuck = isStuck
    }
}

/// The response to `scan-debug`: the result of each lookup method, in lookup order.
struct ScanDebugBody: Encodable {
    let success = true
    let scanId: String
    let methods: [Method]
    let keys: [Key]
    let status: Nullable<String>
    let strategies: [StrategyDebugBody]

    struct Method: Encodable {
        let method: String
        let found: Bool
        let cacheKey: Nullable<String>
        let iterations: Int?

        init(_ method: String, _ key: CacheKey?, iterations: Int? = nil) {
            self.method = method
            found = key != nil
            cacheKey = Nullable(key?.description)
            self.iterations = iterations
        }
    }

    struct Key: Encodable {
        let key: String
        let ttlSeconds: Nullable<Double>
    }

    init(_ scan: ScanID, _ resolution: ScanResolution) {
        scanId = scan.description
        methods = [
            Method("memory", resolution.memory),
            Method("primary", resolution.lookup.primary),
            Method("index", resolution.lookup.index),
            Method("direct_search", resolution.search.key, iterations: resolution.search.iterations),
        ]
        keys = resolution.lifetimes.map { lifetime in
            Key(key: lifetime.key, ttlSeconds: Nullable(lifetime.remaining?.seconds))
        }
        status = Nullable(resolution.entry?.summary.state.rawValue)
        strategies = resolution.entry?.runs.map(StrategyDebugBody.init) ?? []
    }
}

/// The response to `clear-scan-cache`.
struct ClearedBody: Encodable {
    let success = true
    let userId: String
    let entriesDeleted: Int
}
