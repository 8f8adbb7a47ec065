//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// A look into the store, for the metrics: the queue, and the lifetimes left of some scans' keys.
package struct StoreSample: Sendable, Hashable {
    /// The lifetimes left of a scan's keys; `nil` for one that does not exist.
    package struct Keys: Sendable, Hashable {
        /// The lifetime left of the lookup key.
        package var lookup: Duration?
        /// The lifetime left of the entry.
        package var entry: Duration?

        /// Creates lifetimes.
        package init(lookup: Duration?, entry: Duration?) {
            self.lookup = lookup
            self.entry = entry
        }
    }

    /// The scans that wait for a worker.
    package var waiting: Int
    /// The scans that workers have taken.
    package var running: Int
    /// The age of the oldest scan that waits.
    package var oldestAge: Duration
    /// The lifetimes of some scans.
    package var keys: [Keys]

    /// Creates a sample.
    package init(waiting: Int, running: Int, oldestAge: Duration, keys: [Keys]) {
        self.waiting = waiting
        self.running = running
        self.oldestAge = oldestAge
        self.keys = keys
    }
}

/// A store that can be looked into for the metrics.
package protocol StoreSampler: Sendable {
    /// Takes a sample, which costs few round trips however much is stored.
    ///
    /// - Throws: ``StoreError`` if the store is unavailable, or does not permit it.
    func sample() async throws(StoreError) -> StoreSample
}

extension MemoryStore: StoreSampler {
    package func sample() async throws(StoreError) -> StoreSample {
        step { state, now in
            let waiting = state.queue.filter { state.work[$0]?.lease == nil }
            let oldest = waiting.compactMap { state.entries[$0]?.value.summary.startedAt }.min()
            return StoreSample(
                waiting: waiting.count,
                running: state.queue.count - waiting.count,
                oldestAge: .seconds(max(0, oldest.map { now.timeIntervalSince($0) } ?? 0)),
                keys: state.entries.prefix(20).map { key, entry in
                    StoreSample.Keys(
                        lookup: state.primary[key.scan].map { .seconds($0.expiry.timeIntervalSince(now)) },
                        entry: .seconds(entry.expiry.timeIntervalSince(now))
                    )
                }
            )
        }
    }
}
