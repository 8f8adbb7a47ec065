//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The definition of a metric: its name, what it says, and how it is kept.
struct MetricDefinition: Sendable {
    /// The kind of a metric.
    enum Kind: Sendable {
        /// A count that only grows.
        case counter
        /// A value that goes up and down.
        case gauge
        /// The distribution of durations, in buckets that end at these seconds.
        case histogram(bounds: [Double])

        /// The name of the kind in the text formats.
        var name: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    let name: String
    let help: String
    let kind: Kind

    /// The number of cells that one series takes.
    var cells: Int {
        switch kind {
        case .counter, .gauge: 1
        // One for each bucket, one beyond the last bound, and the sum.
        case .histogram(let bounds): bounds.count + 2
        }
    }

    /// The unit in which the metric is measured, if it has one.
    var unit: String? { name.hasSuffix("_seconds") ? "seconds" : nil }
}
