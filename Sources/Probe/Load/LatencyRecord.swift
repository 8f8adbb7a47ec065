//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Histogram
import KitSupport
import ProbeHistory

/// The latencies of a stage in constant memory, exact to three digits.
struct LatencyRecord: Sendable {
    /// An hour, in microseconds: no request takes as long.
    private static let longest: UInt64 = 3_600_000_000

    private var histogram = Histogram<UInt32>(
        highestTrackableValue: Self.longest,
        numberOfSignificantValueDigits: .three
    )

    /// Adds a latency; one below nothing counts as nothing.
    mutating func add(_ latency: Duration) {
        _ = histogram.record(min(UInt64(max(latency.nanoseconds, 0)) / 1000, Self.longest))
    }

    /// The percentiles, in seconds.
    var percentiles: LoadLatency {
        var latency = LoadLatency()
        guard histogram.totalCount > 0 else { return latency }
        func seconds(_ percentile: Double) -> Double { Double(histogram.valueAtPercentile(percentile)) / 1e6 }
        latency.p50 = seconds(50)
        latency.p90 = seconds(90)
        latency.p99 = seconds(99)
        latency.p999 = seconds(99.9)
        latency.maximum = seconds(100)
        return latency
    }
}
