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

    /// Creates an empty cache for at most `capacity` values; with 0 it keeps nothing.
    init(capacity: Int) {
        self.capacity = max(0, capacity)
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
            if values.count > capacity { dropOlderPart() }
        }
    }

    private mutating func dropOlderPart() {
        // The newer half stays, as far as it fits.
        let kept = values.values.map(\.lastUse).sorted().suffix(min((values.count + 1) / 2, capacity))
        values = values.filter { value in kept.first.map { value.value.lastUse >= $0 } ?? false }
    }
}
