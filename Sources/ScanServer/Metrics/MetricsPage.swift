//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The text of a snapshot, in the format of Prometheus or of OpenMetrics.
///
/// Source: prometheus.io, *Exposition formats*; OpenMetrics 1.0.
struct MetricsPage {
    /// A text format.
    enum Format: Sendable {
        /// Prometheus' text format, version 0.0.4.
        case prometheus
        /// OpenMetrics, version 1.0.0.
        case openMetrics

        /// Creates the format that a client takes, by its header field `Accept`.
        init(accept: String?) {
            self = accept?.contains("application/openmetrics-text") == true ? .openMetrics : .prometheus
        }

        /// The media type.
        var mediaType: String {
            switch self {
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    let snapshot: MetricsSnapshot
    let format: Format

    /// Returns the text.
    func render() -> String {
        var byPlace: [Int: [(labels: String, values: [Int64])]] = [:]
        for (series, values) in snapshot.values { byPlace[series.place, default: []].append((series.labels, values)) }
        var text = ""
        for (place, definition) in MetricDefinition.all.enumerated() {
            guard let series = byPlace[place] else { continue }
            let family = family(of: definition)
            text += "# HELP \(family) \(definition.help)\n# TYPE \(family) \(definition.kind.name)\n"
            if format == .openMetrics, let unit = definition.unit { text += "# UNIT \(family) \(unit)\n" }
            for (labels, values) in series.sorted(by: { $0.labels < $1.labels }) {
                text += lines(of: definition, labels, values)
            }
        }
        return format == .openMetrics ? text + "# EOF\n" : text
    }

    /// Returns the name under which a metric is described: in OpenMetrics, a counter's is that without `_total`.
    private func family(of definition: MetricDefinition) -> String {
        guard format == .openMetrics, case .counter = definition.kind, definition.name.hasSuffix("_total") else {
            return definition.name
        }
        return String(definition.name.dropLast("_total".count))
    }

    private func lines(of definition: MetricDefinition, _ labels: String, _ values: [Int64]) -> String {
        let name = definition.name
        let braced = labels.isEmpty ? "" : "{\(labels)}"
        switch definition.kind {
        case .counter: return "\(name)\(braced) \(values[0])\n"
        case .gauge: return "\(name)\(braced) \(Double(bitPattern: UInt64(bitPattern: values[0])))\n"
        case .histogram(let bounds):
            var text = ""
            var count: Int64 = 0
            let before = labels.isEmpty ? "" : "\(labels),"
            for (bound, value) in zip(bounds.map { "\($0)" } + ["+Inf"], values) {
                count &+= value
                text += "\(name)_bucket{\(before)le=\"\(bound)\"} \(count)\n"
            }
            // The count is that of the buckets, so that the two never differ.
            return text
                + "\(name)_sum\(braced) \(Double(values[bounds.count + 1]) / 1e9)\n\(name)_count\(braced) \(count)\n"
        }
    }
}
