//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Metrics
import Synchronization

/// A metrics registry that renders in Prometheus text format, version 0.0.4.
///
/// Counters stay counters; timers and recorders become summaries of count and sum; gauges keep their last value.
/// Source: prometheus.io, *Exposition formats*.
final class PrometheusRegistry: MetricsFactory {
    /// A time series: its name and labels.
    private struct Series: Hashable {
        let name: String
        let labels: String
    }

    private struct Values {
        var counters: [Series: Int64] = [:]
        var gauges: [Series: Double] = [:]
        var summaries: [Series: (count: Int64, sum: Double)] = [:]
    }

    private let values = Mutex(Values())
    /// The labels added to every series.
    private let labels: [(String, String)]

    init(labels: [(String, String)]) {
        self.labels = labels
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        Handler(registry: self, series: series(label, dimensions), unit: 1)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        Handler(registry: self, series: series(label, dimensions), unit: 1, aggregates: aggregate)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        // Prometheus measures time in seconds.
        Handler(registry: self, series: series(label, dimensions), unit: 1e-9)
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// Renders the metrics as text.
    func render() -> String {
        values.withLock { values in
            var lines: [String: [String]] = [:]
            for (series, value) in values.counters {
                lines["# TYPE \(series.name) counter", default: []].append("\(series.name)\(series.labels) \(value)")
            }
            for (series, value) in values.gauges {
                lines["# TYPE \(series.name) gauge", default: []].append("\(series.name)\(series.labels) \(value)")
            }
            for (series, value) in values.summaries {
                lines["# TYPE \(series.name) summary", default: []] += [
                    "\(series.name)_count\(series.labels) \(value.count)",
                    "\(series.name)_sum\(series.labels) \(value.sum)",
                ]
            }
            return lines.sorted { $0.key < $1.key }
                .map { ([$0.key] + $0.value.sorted()).joined(separator: "\n") + "\n" }
                .joined()
        }
    }

    private func series(_ name: String, _ dimensions: [(String, String)]) -> Series {
        let all = (labels + dimensions).map { "\($0.0)=\"\($0.1.escapedForPrometheus)\"" }
        return Series(name: name, labels: all.isEmpty ? "" : "{\(all.joined(separator: ","))}")
    }

    /// The handler of one series, which records into the registry.
    private final class Handler: CounterHandler, RecorderHandler, TimerHandler {
        private let registry: PrometheusRegistry
        private let series: Series
        private let unit: Double
        private let aggregates: Bool

        init(registry: PrometheusRegistry, series: Series, unit: Double, aggregates: Bool = true) {
            self.registry = registry
            self.series = series
            self.unit = unit
            self.aggregates = aggregates
        }

        func increment(by amount: Int64) {
            registry.values.withLock { $0.counters[series, default: 0] += amount }
        }

        func reset() { registry.values.withLock { $0.counters[series] = 0 } }

        func record(_ value: Int64) { record(Double(value)) }

        func record(_ value: Double) {
            registry.values.withLock { values in
                guard aggregates else {
                    values.gauges[series] = value
                    return
                }
                let old = values.summaries[series] ?? (0, 0)
                values.summaries[series] = (old.count + 1, old.sum + value * unit)
            }
        }

        func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }
    }
}

extension String {
    /// The text escaped for the value of a label.
    fileprivate var escapedForPrometheus: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
