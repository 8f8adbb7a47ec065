//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The names of a plan's keys from before plans had sections.
///
/// Plans of that form are still read, and format 1 of a history keeps it. A key that is new since then has no such name.
package enum OlderPlanNames {
    /// The older name of each key, as it stands at the top of a YAML file.
    private static let names: [String: String] = [
        "jobs.count": "scans",
        "jobs.concurrent": "concurrent_scans",
        "jobs.bodies": "bodies",
        "jobs.poll_interval": "poll_interval",
        "jobs.maximum_polls": "maximum_polls",
        "jobs.polls_after_completion": "polls_after_completion",
        "jobs.result_reads": "result_reads",
        "jobs.early_result_reads": "early_result_reads",
        "jobs.fresh_connections": "fresh_connections",
        "jobs.budget": "scan_budget",
        "initiate.joins": "joins",
        "initiate.refreshes": "refreshes",
        "initiate.twin_bodies": "twin_bodies",
        "status.fast_polls": "fast_polls",
        "rates.alpha": "alpha",
        "rates.beta": "beta",
        "rates.maximum_polls": "maximum_rate_polls",
        "rates.maximum_initiations": "maximum_rate_initiations",
        "rates.initiations_per_minute": "initiations_per_minute",
        "rates.result_lifetime": "result_lifetime",
        "isolation.probes": "isolation_probes",
        "errors.negative_probes": "negative_probes",
        "errors.burst": "burst",
        "latency.status_p99": "status_p99",
        "latency.results_p99": "results_p99",
        "store.sample_interval": "sample_interval",
        "store.foreign_keys": "foreign_keys",
        "recovery.polls": "recovery_polls",
        "recovery.worker_pause": "worker_pause",
        "soak.seconds": "soak_seconds",
    ]

    /// All older names.
    package static var all: [String] { names.values.sorted() }

    /// The older name of a key in a YAML file.
    package static func name(_ section: String, _ key: String) -> String? { names["\(section).\(key)"] }

    /// A field of format 1 and the key that it is the value of.
    struct Field {
        var section: String
        var key: String
        /// The field's name.
        var name: String
        /// True if the field stands in the object `rates`, and not in the plan's own.
        var isOfRates: Bool { section == "rates" }
    }

    /// The fields of format 1.
    static let fields: [Field] = names.map { key, name in
        let parts = key.split(separator: ".").map(String.init)
        return Field(section: parts[0], key: parts[1], name: Self.camelCase(parts[0] == "rates" ? parts[1] : name))
    }

    private static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
