//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A comparison of stores by the same sequences of operations.
struct StoreComparison: Sendable {
    let stores: [ComparedStore]

    /// Returns the first difference between the answers of the stores; `nil` if there is none.
    func difference(on operations: [StoreOperation]) async throws -> String? {
        var all: [[String]] = []
        for store in stores { all.append(try await StorePlay.answers(operations, on: store)) }
        for place in operations.indices where Set(all.map { $0[place] }).count > 1 {
            let answers = zip(stores, all).map { "\($0.name): \($1[place])" }
            return "\(operations[place]) as number \(place + 1): \(answers.joined(separator: " | "))"
        }
        return nil
    }

    /// Returns the shortest sequence that still shows a difference, found by leaving operations out.
    func shrunk(_ operations: [StoreOperation]) async throws -> [StoreOperation] {
        var best = operations
        var size = max(1, best.count / 2)
        while true {
            var isSmaller = false
            var start = 0
            while start < best.count {
                var shorter = best
                shorter.removeSubrange(start..<min(start + size, best.count))
                if try await difference(on: shorter) != nil {
                    best = shorter
                    isSmaller = true
                } else {
                    start += size
                }
            }
            if !isSmaller, size == 1 { return best }
            if !isSmaller { size = max(1, size / 2) }
        }
    }
}
