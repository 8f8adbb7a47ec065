//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A time series: its metric and its labels.
struct MetricSeries: Sendable, Hashable {
    /// The place of the metric among ``MetricDefinition/all``.
    let place: Int
    /// The labels in the text formats, without braces.
    let labels: String

    /// Returns labels in the text formats.
    static func text(of labels: [(String, String)]) -> String {
        labels.map { "\($0.0)=\"\($0.1.escapedForPrometheus)\"" }.joined(separator: ",")
    }
}

/// The values of many series at one time.
struct MetricsSnapshot: Sendable {
    private(set) var values: [MetricSeries: [Int64]] = [:]

    /// Adds the values of a memory.
    ///
    /// - Parameters:
    ///   - memory: The memory.
    ///   - labels: The labels that tell this memory from others.
    ///   - isOver: True if nothing is measured any more, so that only what was counted remains.
    mutating func add(_ memory: MetricsMemory, labels: [(String, String)] = [], isOver: Bool = false) {
        let own = MetricSeries.text(of: labels)
        memory.visit { place, labels, cells in
            let isGauge = if case .gauge = MetricDefinition.all[place].kind { true } else { false }
            if isGauge, isOver { return }
            let all = [own, labels].filter { !$0.isEmpty }.joined(separator: ",")
            let series = MetricSeries(place: place, labels: all)
            // Sums of the same series: a worker's own, and those of its predecessors.
            values[series] = isGauge ? cells : zip(values[series] ?? cells.map { _ in 0 }, cells).map { $0 &+ $1 }
        }
    }
}

extension String {
    /// The text escaped for the value of a label.
    fileprivate var escapedForPrometheus: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
