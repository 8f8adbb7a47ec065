//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Watching

/// The metrics of a watch, in the text format of Prometheus.
///
/// Source: Prometheus' documentation, *Exposition formats*, text-based format 0.0.4.
struct WatchMetrics {
    private let watch: Watch

    init(_ watch: Watch) { self.watch = watch }

    /// All metrics.
    var text: String {
        var lines: [String] = []
        func family(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)]) {
            lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
            lines += samples.map { "\(name)\($0.labels.isEmpty ? "" : "{\($0.labels)}") \($0.value)" }
        }
        func each(_ value: (WatchedRate) -> String) -> [(labels: String, value: String)] {
            WatchedRate.allCases.map { ("rate=\"\($0.rawValue)\"", value($0)) }
        }
        let memory = watch.memory
        family(
            "scan_watch_probes_total",
            "counter",
            "Probes by outcome.",
            ProbeVerdict.allCases.map { ("verdict=\"\($0.rawValue)\"", "\(memory.totals[$0.rawValue] ?? 0)") }
        )
        family(
            "scan_watch_requests_total",
            "counter",
            "Requests that count for a rate.",
            each { "\(memory.sums[$0]?.trials ?? 0)" }
        )
        family(
            "scan_watch_requests_successful_total",
            "counter",
            "Requests that count for a rate and succeeded.",
            each { "\(memory.sums[$0]?.successes ?? 0)" }
        )
        family(
            "scan_watch_alarms_total",
            "counter",
            "Alarms.",
            each { "\(watch.rates[$0]?.alarms ?? 0)" }
        )
        family(
            "scan_watch_alarm",
            "gauge",
            "1 from an alarm to its all-clear.",
            each { watch.rates[$0]?.alarmedSince == nil ? "0" : "1" }
        )
        family(
            "scan_watch_suspicion_ratio",
            "gauge",
            "The way to an alarm: 0 with no evidence, 1 at the alarm.",
            each { "\(watch.rates[$0]?.suspicion ?? 0)" }
        )
        family(
            "scan_watch_target_ratio",
            "gauge",
            "The rate below which an alarm is due.",
            [("", "\(memory.settings.target)")]
        )
        family(
            "scan_watch_untold_notices",
            "gauge",
            "Changes that have still to be told.",
            [("", "\(memory.outbox.count)")]
        )
        if let last = memory.rounds.last {
            family(
                "scan_watch_last_probe_timestamp_seconds",
                "gauge",
                "The start of the last probe.",
                [("", "\(last.startedAt)")]
            )
            family(
                "scan_watch_last_probe_duration_seconds",
                "gauge",
                "The duration of the last probe.",
                [("", "\(Double(last.milliseconds) / 1000)")]
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
