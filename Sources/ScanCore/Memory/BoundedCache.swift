//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An LRU cache with a maximum number of values.
///
/// - Complexity: Amortised constant time: a full cache evicts its least recently used half at once.
package struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var values: [Key: (value: Value, lastUse: UInt64)] = [:]
    private var uses: UInt64 = 0
    private let capacity: Int

    /// Creates an empty cache with a capacity; a capacity of 0 caches nothing.
    package init(capacity: Int) {
        self.capacity = max(0, capacity)
    }

    /// The number of cached values.
    package var count: Int { values.count }

    /// Reads a value and marks it as used, writes it, or removes it.
    package subscript(key: Key) -> Value? {
        mutating get {
            guard let value = values[key]?.value else { return nil }
            uses += 1
            values[key]?.lastUse = uses
            return value
        }
        set {
            uses += 1
            values[key] = newValue.map { ($0, uses) }
            if values.count > capacity { dropOlderPart() }
        }
    }

    private mutating func dropOlderPart() {
        // Keeps the most recently used half, as far as it fits.
        let kept = values.values.map(\.lastUse).sorted().suffix(min((values.count + 1) / 2, capacity))
        values = values.filter { value in kept.first.map { value.value.lastUse >= $0 } ?? false }
    }
}
