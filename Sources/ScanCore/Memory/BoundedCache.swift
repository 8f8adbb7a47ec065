//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A dictionary that forgets what was used longest ago once it is full.
///
/// - Complexity: Constant on average: a full cache drops its older half at once.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var values: [Key: (value: Value, lastUse: UInt64)] = [:]
    private var uses: UInt64 = 0
    private let capacity: Int

    /// Creates an empty cache for at most `capacity` values, 2 at least.
    init(capacity: Int) {
        self.capacity = max(2, capacity)
    }

    /// The number of values held.
    var count: Int { values.count }

    /// Reads, and thereby keeps, or writes or drops a value.
    subscript(key: Key) -> Value? {
        mutating get {
            guard let value = values[key]?.value else { return nil }
            uses += 1
            values[key]?.lastUse = uses
            return value
        }
        set {
            uses += 1
            values[key] = newValue.map { ($0, uses) }
            if values.count > capacity { dropOlderHalf() }
        }
    }

    private mutating func dropOlderHalf() {
        let order = values.values.map(\.lastUse).sorted()
        let median = order[order.count / 2]
        values = values.filter { $0.value.lastUse >= median }
    }
}
