//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

extension CoreMutant {
    /// Mutants of the writes of a worker.
    static let writes = [
        CoreMutant("write-unfenced", "a worker that lost its lease goes on writing") {
            $0.write = { store, entry, assignment async throws(StoreError) in
                try await store.write(entry, under: store.current(assignment))
            }
        },
        CoreMutant("finish-unfenced", "a worker that lost its lease ends the scan") {
            $0.finish = { store, entry, assignment async throws(StoreError) in
                try await store.finish(entry, under: store.current(assignment))
            }
        },
        CoreMutant("write-not-renewing", "a write leaves the entry and its lookup keys the lifetime they had") {
            $0.write = { store, entry, assignment async throws(StoreError) in
                let key = assignment.key
                let before = store.state.withLock { $0 }
                let isHeld = try await store.write(entry, under: assignment)
                store.state.withLock { state in
                    if let expiry = before.entries[key]?.expiry { state.entries[key]?.expiry = expiry }
                    state.leaveLookups(of: key.scan, asIn: before)
                }
                return isHeld
            }
        },
        CoreMutant("lookups-not-renewed", "a write leaves the lookup keys the lifetime they had") {
            $0.write = { store, entry, assignment async throws(StoreError) in
                let key = assignment.key
                let before = store.state.withLock { $0 }
                let isHeld = try await store.write(entry, under: assignment)
                store.state.withLock { state in
                    state.leaveLookups(of: key.scan, asIn: before)
                }
                return isHeld
            }
        },
        CoreMutant("finish-forgets-queue", "the end of a scan is written and its lease and message are kept") {
            $0.finish = { store, entry, assignment async throws(StoreError) in
                try await store.write(entry, under: assignment)
            }
        },
        CoreMutant("entry-outlives-lookup", "lookup keys live for a minute less than the entry") {
            $0.lifetimes = {
                ScanLifetimes(result: $0.result, partial: $0.partial, buffer: .seconds(-60), lease: $0.lease)
            }
        },
    ]
}

extension MemoryStoreState {
    /// Gives the lookup keys of a scan the expiry that they had.
    fileprivate mutating func leaveLookups(of scan: ScanID, asIn before: Self) {
        if let expiry = before.primary[scan]?.expiry { primary[scan]?.expiry = expiry }
        if let expiry = before.index[scan]?.expiry { index[scan]?.expiry = expiry }
    }
}
