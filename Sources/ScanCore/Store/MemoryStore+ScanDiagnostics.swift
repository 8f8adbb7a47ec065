//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

extension MemoryStore: ScanDiagnostics {
    package func statistics(of day: String) async throws(StoreError) -> DayStatistics {
        step { state, _ in state.days[day]?.value ?? DayStatistics() }
    }

    package func history(of user: UserID, limit: Int) async throws(StoreError) -> ScanHistory {
        step { state, _ in
            let scans = state.entries.filter { $0.key.user == user }.map(\.value.value.summary)
                .sorted { $0.startedAt > $1.startedAt }
            return ScanHistory(total: scans.count, scans: Array(scans.prefix(limit)))
        }
    }

    package func lifecycle(of scan: ScanID) async throws(StoreError) -> ScanLifecycle? {
        step { state, _ in
            guard var lifecycle = state.lifecycles[scan]?.value else { return nil }
            lifecycle.lease = state.work[lifecycle.key]?.lease?.value
            lifecycle.lastWrite = state.entries[lifecycle.key]?.value.summary.cachedAt
            return lifecycle
        }
    }

    package func clear(_ user: UserID) async throws(StoreError) -> Int {
        step { state, _ in
            let entries = state.entries.keys.filter { $0.user == user }
            // Lookup keys outlive their entries.
            let lookups = [state.primary, state.index].flatMap { $0.values.map(\.value) }.filter { $0.user == user }
            for key in Set(entries + lookups) {
                state.entries[key] = nil
                state.primary[key.scan] = nil
                state.index[key.scan] = nil
                state.slots[key.slot] = nil
                state.work[key]?.lease = nil
            }
            state.latest[user] = nil
            return entries.count
        }
    }
}
