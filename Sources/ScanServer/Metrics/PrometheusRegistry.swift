//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Metrics
import Synchronization

/// The metrics of a process, kept in a ``MetricsMemory``.
///
/// A series is made once, by whoever makes its handle; to count is one addition in memory.
final class PrometheusRegistry: MetricsFactory {
    /// The memory.
    let memory: MetricsMemory
    private let handlers = Mutex<[MetricSeries: MetricHandler]>([:])

    /// Creates a registry in a memory.
    init(memory: MetricsMemory) {
        self.memory = memory
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        handler(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        handler(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        handler(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    // A series stays: its count must not begin again.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// Returns the handler of a series, which is made once; `nil` for a metric that is not defined, or without room.
    private func handler(_ name: String, _ dimensions: [(String, String)]) -> MetricHandler? {
        guard let place = MetricDefinition.places[name] else { return nil }
        let labels = MetricSeries.text(of: dimensions)
        let series = MetricSeries(place: place, labels: labels)
        return handlers.withLock { handlers in
            if let known = handlers[series] { return known }
            guard let cells = memory.append(place, labels: labels) else { return nil }
            let made = MetricHandler(MetricDefinition.all[place], cells)
            handlers[series] = made
            return made
        }
    }
}

/// The handler of one series.
private final class MetricHandler: CounterHandler, RecorderHandler, TimerHandler {
    private let kind: MetricDefinition.Kind
    private let cells: [MetricCell]
    /// The bounds of the buckets in nanoseconds.
    private let bounds: [Int64]

    init(_ definition: MetricDefinition, _ cells: [MetricCell]) {
        kind = definition.kind
        self.cells = cells
        bounds = if case .histogram(let bounds) = kind { bounds.map { Int64($0 * 1e9) } } else { [] }
    }

    func increment(by amount: Int64) { cells[0].add(amount) }

    /// Does nothing: a counter that falls is read as a restart.
    func reset() {}

    func record(_ value: Int64) { record(Double(value)) }

    /// Keeps the value of a gauge.
    func record(_ value: Double) {
        if case .gauge = kind { cells[0].set(Int64(bitPattern: value.bitPattern)) }
    }

    func recordNanoseconds(_ duration: Int64) {
        guard case .histogram = kind else { return }
        let duration = max(0, duration)
        cells[bounds.firstIndex { duration <= $0 } ?? bounds.count].add(1)
        cells[bounds.count + 1].add(duration)
    }
}
