//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A figure that a poll tells of a job, such as a count or a percentage.
struct Figure<Value: Comparable> {
    /// The position of the poll's event.
    var position: Int
    /// The time of sending.
    var sent: Instant
    /// The time of receipt.
    var received: Instant
    /// The figure.
    var value: Value

    /// Takes a figure from a poll.
    init(_ value: Value, of poll: Poll) {
        position = poll.position
        sent = poll.sent
        received = poll.received
        self.value = value
    }
}

extension Array {
    /// Returns the figures that are smaller than one which was received before they were requested, with that one.
    ///
    /// Requests that overlap in time may be answered in either order, so they never contradict each other. The figures
    /// are those of one job in the order of sending. O(n log n).
    ///
    /// - Parameters:
    ///   - isMeasure: Tells which figures others are measured by; one that is wrong by itself is none.
    ///   - isSmaller: Compares two figures.
    /// - Returns: Each smaller figure with the greatest one that it falls below.
    func shrinking<Value>(
        measuredBy isMeasure: (Figure<Value>) -> Bool = { _ in true },
        isSmaller: (Value, Value) -> Bool = { $0 < $1 }
    ) -> [(figure: Figure<Value>, earlier: Figure<Value>)] where Element == Figure<Value> {
        let receipts = filter(isMeasure).inOrder { $0.received < $1.received }
        var next = receipts.startIndex
        var greatest: Figure<Value>?
        return compactMap { figure in
            while next < receipts.endIndex, receipts[next].received < figure.sent {
                if greatest.map({ $0.value < receipts[next].value }) ?? true { greatest = receipts[next] }
                next += 1
            }
            guard let greatest, isSmaller(figure.value, greatest.value) else { return nil }
            return (figure, greatest)
        }
    }
}
