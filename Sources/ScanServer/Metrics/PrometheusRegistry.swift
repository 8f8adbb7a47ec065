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

    private let handlers = Mutex<[Series: Handler]>([:])
    /// The labels added to every series.
    private let labels: [(String, String)]

    init(labels: [(String, String)]) {
        self.labels = labels
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        handler(label, dimensions, .counter)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        handler(label, dimensions, aggregate ? .summary(unit: 1) : .gauge)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        // Prometheus measures time in seconds.
        handler(label, dimensions, .summary(unit: 1e-9))
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// Renders the metrics as text.
    func render() -> String {
        var lines: [String: [String]] = [:]
        for (series, handler) in handlers.withLock({ $0 }) {
            lines["# TYPE \(series.name) \(handler.kind.name)", default: []] += handler.lines(for: series)
        }
        return lines.sorted { $0.key < $1.key }
            .map { ([$0.key] + $0.value.sorted()).joined(separator: "\n") + "\n" }
            .joined()
    }

    /// Returns the handler of a series, which is made once.
    private func handler(_ name: String, _ dimensions: [(String, String)], _ kind: Handler.Kind) -> Handler {
        let all = (labels + dimensions).map { "\($0.0)=\"\($0.1.escapedForPrometheus)\"" }
        let series = Series(name: name, labels: all.isEmpty ? "" : "{\(all.joined(separator: ","))}")
        return handlers.withLock { handlers in
            if let known = handlers[series] { return known }
            let made = Handler(kind)
            handlers[series] = made
            return made
        }
    }

    /// The handler of one series, which has its values.
    private final class Handler: CounterHandler, RecorderHandler, TimerHandler {
        enum Kind {
            case counter
            case gauge
            case summary(unit: Double)

            /// The name of the kind in the text format.
            var name: String {
                switch self {
                case .counter: "counter"
                case .gauge: "gauge"
                case .summary: "summary"
                }
            }
        }

        let kind: Kind
        private let values = Mutex((count: Int64(0), sum: 0.0))

        init(_ kind: Kind) {
            self.kind = kind
        }

        func increment(by amount: Int64) { values.withLock { $0.count += amount } }

        func reset() { values.withLock { $0.count = 0 } }

        func record(_ value: Int64) { record(Double(value)) }

        func record(_ value: Double) {
            values.withLock { values in
                switch kind {
                case .counter, .gauge: values.sum = value
                case .summary(let unit): values = (values.count + 1, values.sum + value * unit)
                }
            }
        }

        func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }

        func lines(for series: Series) -> [String] {
            let (count, sum) = values.withLock { $0 }
            return switch kind {
            case .counter: ["\(series.name)\(series.labels) \(count)"]
            case .gauge: ["\(series.name)\(series.labels) \(sum)"]
            case .summary:
                ["\(series.name)_count\(series.labels) \(count)", "\(series.name)_sum\(series.labels) \(sum)"]
            }
        }
    }
}

extension String {
    /// The text escaped for the value of a label.
    fileprivate var escapedForPrometheus: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
