//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The counts over time, in a bounded number of intervals of equal length.
package struct RateSeries: Codable, Sendable, Hashable {
    /// An interval and its counts.
    package struct Bucket: Sendable, Hashable {
        /// The beginning, in seconds since 1970.
        package var start: Int
        /// The counts of each rate.
        package var counts: [WatchedRate: Count]
    }

    /// The length of an interval, in seconds.
    package let width: Int
    /// The largest number of intervals.
    package let limit: Int
    /// The intervals that have probes, the oldest first.
    package private(set) var buckets: [Bucket] = []

    /// Creates a series without probes.
    package init(width: Int, limit: Int) {
        self.width = width
        self.limit = limit
    }

    /// Adds a probe.
    package mutating func add(_ round: Round) {
        let start = round.startedAt / width * width
        // A clock that was set back does not disturb the order.
        if buckets.last.map({ $0.start < start }) ?? true { buckets.append(Bucket(start: start, counts: [:])) }
        for (rate, count) in round.counts {
            buckets[buckets.count - 1].counts[rate, default: Count(0, of: 0)].add(count)
        }
        if buckets.count > limit { buckets.removeFirst(buckets.count - limit) }
    }

    /// Sums up the counts since a time.
    package func counts(since time: Int) -> [WatchedRate: Count] {
        var sum: [WatchedRate: Count] = [:]
        for bucket in buckets where bucket.start >= time {
            for (rate, count) in bucket.counts { sum[rate, default: Count(0, of: 0)].add(count) }
        }
        return sum
    }
}

// An interval is an array of numbers, which keeps the file of a watch small: its start, and two numbers for each rate.
extension RateSeries.Bucket: Codable {
    package init(from decoder: any Decoder) throws {
        var numbers = try decoder.unkeyedContainer()
        start = try numbers.decode(Int.self)
        counts = [:]
        for rate in WatchedRate.allCases {
            let successes = try numbers.decode(Int.self)
            let trials = try numbers.decode(Int.self)
            guard successes >= 0, trials >= successes else {
                throw DecodingError.dataCorruptedError(in: numbers, debugDescription: "impossible counts")
            }
            if trials > 0 { counts[rate] = Count(successes, of: trials) }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var numbers = encoder.unkeyedContainer()
        try numbers.encode(start)
        for rate in WatchedRate.allCases {
            try numbers.encode(counts[rate]?.successes ?? 0)
            try numbers.encode(counts[rate]?.trials ?? 0)
        }
    }
}
