//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A cache with a time to live, so that concurrent scans share responses.
actor TimedMemory<Value: Sendable> {
    private let age: Duration
    private let clock: MonotonicClock
    private var entries: [String: (value: Value, since: Duration)] = [:]

    /// Makes a cache with a time to live.
    init(age: Duration, clock: MonotonicClock) {
        self.age = age
        self.clock = clock
    }

    /// Returns the cached value of a name, unless it has expired.
    func value(_ name: String) -> Value? {
        let now = clock.now()
        return entries[name].flatMap { now - $0.since < age ? $0.value : nil }
    }

    /// Stores a value, and evicts expired ones.
    func keep(_ value: Value, as name: String) {
        let now = clock.now()
        if entries.count >= 1000 { entries = entries.filter { now - $0.value.since < age } }
        entries[name] = (value, now)
    }
}
