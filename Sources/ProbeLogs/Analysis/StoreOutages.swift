//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The times at which something was away, from a first complaint to the last one or to the news that it is back.
struct StoreOutages {
    private(set) var spans: [ClosedRange<Int64>] = []
    private var isOpen = false

    private static let most = 1000
    /// Complaints that are further apart are two outages, in microseconds.
    private static let gap: Int64 = 10_000_000

    /// Notes a complaint.
    mutating func note(at time: Int64) {
        if let last = spans.last, time - last.upperBound <= Self.gap {
            spans[spans.count - 1] = min(last.lowerBound, time)...max(last.upperBound, time)
        } else if spans.count < Self.most {
            spans.append(time...time)
        }
        isOpen = true
    }

    /// Notes that it is back, which ends the last one.
    mutating func end(at time: Int64) {
        guard isOpen, let last = spans.last, time >= last.lowerBound, time - last.upperBound <= 6 * Self.gap else {
            return
        }
        spans[spans.count - 1] = last.lowerBound...max(last.upperBound, time)
        isOpen = false
    }

    /// Returns true if one of them touches a time span.
    func touch(_ start: Int64, _ end: Int64) -> Bool {
        spans.contains { $0.lowerBound <= end && $0.upperBound >= start }
    }
}
