//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Answers that are good for some time, so that scans at the same time share them.
actor TimedMemory<Value: Sendable> {
    private let age: Duration
    private let clock: MonotonicClock
    private var entries: [String: (value: Value, since: Duration)] = [:]

    /// Remembers answers for some time.
    init(age: Duration, clock: MonotonicClock) {
        self.age = age
        self.clock = clock
    }

    /// What is remembered under a name, unless it is too old.
    func value(_ name: String) -> Value? {
        let now = clock.now()
        return entries[name].flatMap { now - $0.since < age ? $0.value : nil }
    }

    /// Remembers an answer, and forgets those that are too old.
    func keep(_ value: Value, as name: String) {
        let now = clock.now()
        if entries.count >= 1000 { entries = entries.filter { now - $0.value.since < age } }
        entries[name] = (value, now)
    }
}
