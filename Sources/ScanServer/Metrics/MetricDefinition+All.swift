//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

// The numbers of the definitions stand in memory that the processes of one program share: they are the places in this list.
extension MetricDefinition {
    /// All metrics of the server; others are not kept.
    static let all: [MetricDefinition] = requests + scans + store + workers

    /// The place of each metric by its name.
    static let places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

    private static let requests = [
        MetricDefinition(
            name: "http_requests_total",
            help: "Requests answered, by route, method and status.",
            kind: .counter
        ),
        MetricDefinition(
            name: "http_request_duration_seconds",
            help: "Time from a request to its answer, by route.",
            kind: .histogram(bounds: [
                0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
            ])
        ),
        MetricDefinition(
            name: "scan_reads_total",
            help: "Reads of a scan's status or results: found, missing although the scan's time is not over, "
                + "unknown (never begun, expired or another user's), or unavailable because the store was.",
            kind: .counter
        ),
        MetricDefinition(
            name: "scan_lookups_total",
            help: "Scan ids resolved, by method; none is an id that no method found.",
            kind: .counter
        ),
        MetricDefinition(
            name: "scan_lookup_restores_total",
            help: "Lookup keys written again because one was found missing, by the way it was noticed.",
            kind: .counter
        ),
        MetricDefinition(
            name: "scan_registrations_total",
            help:
                "Initiations: verified at once, repaired, unverified and withdrawn, unconfirmed in time, joined to a scan, or limited.",
            kind: .counter
        ),
    ]

    private static let scans = [
        MetricDefinition(
            name: "scan_jobs",
            help: "Scans in the queue now, by state; all processes with one Redis say the same.",
            kind: .gauge
        ),
        MetricDefinition(
            name: "scan_queue_oldest_age_seconds",
            help: "Age of the oldest scan that waits for a worker; 0 when none waits.",
            kind: .gauge
        ),
        MetricDefinition(name: "scan_jobs_ended_total", help: "Scans that ended, by state.", kind: .counter),
        MetricDefinition(
            name: "scan_job_duration_seconds",
            help: "Time from the registration of a scan to its end.",
            kind: .histogram(bounds: [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900])
        ),
        MetricDefinition(
            name: "scan_attempts_total",
            help: "Leases taken, by kind: first, resumed after a worker handed the scan back, or taken over.",
            kind: .counter
        ),
        MetricDefinition(
            name: "scan_runs_total",
            help: "Scans that left a worker, by outcome: finished, lost to another worker, or interrupted.",
            kind: .counter
        ),
        MetricDefinition(
            name: "scan_strategy_duration_seconds",
            help: "Time that a strategy took in a scan, with the fetching of its market data.",
            kind: .histogram(bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30])
        ),
        MetricDefinition(
            name: "scan_strategy_failures_total",
            help: "Strategies left out of a scan, by reason.",
            kind: .counter
        ),
    ]

    private static let lifetimeBounds: [Double] = [1, 5, 10, 30, 60, 120, 300, 600, 900, 1200, 1500, 1800, 3600]

    private static let store = [
        MetricDefinition(
            name: "scan_lookup_lifetime_seconds",
            help: "Lifetime left of a scan's lookup key, before a write renewed it or when it was sampled.",
            kind: .histogram(bounds: lifetimeBounds)
        ),
        MetricDefinition(
            name: "scan_entry_lifetime_seconds",
            help: "Lifetime left of a scan's entry, before a write renewed it or when it was sampled.",
            kind: .histogram(bounds: lifetimeBounds)
        ),
        MetricDefinition(
            name: "scan_lookups_sampled_total",
            help: "Lookup keys sampled, by whether they outlive the entry.",
            kind: .counter
        ),
        MetricDefinition(
            name: "scan_samples_total",
            help: "Looks into the store for these figures, by result.",
            kind: .counter
        ),
        MetricDefinition(
            name: "redis_round_trips_total",
            help: "Writes to Redis, each of which waits for one round trip.",
            kind: .counter
        ),
        MetricDefinition(name: "redis_errors_total", help: "Commands that Redis failed, by kind.", kind: .counter),
        MetricDefinition(name: "redis_connections_total", help: "Connections to Redis opened.", kind: .counter),
        MetricDefinition(
            name: "redis_connections_lost_total",
            help: "Connections to Redis that ended while in use.",
            kind: .counter
        ),
        MetricDefinition(
            name: "redis_connection_failures_total",
            help: "Connections to Redis that could not be opened.",
            kind: .counter
        ),
    ]

    private static let workers = [
        MetricDefinition(name: "scan_workers_configured", help: "Workers that there are to be.", kind: .gauge),
        MetricDefinition(name: "scan_workers_ready", help: "Workers that are ready now.", kind: .gauge),
        MetricDefinition(
            name: "scan_worker_ends_total",
            help: "Times that a worker ended and was started again.",
            kind: .counter
        ),
    ]
}
