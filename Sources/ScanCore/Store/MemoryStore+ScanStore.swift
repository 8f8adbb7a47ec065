//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

extension MemoryStore: ScanStore {
    package func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let lifetimes = lifetimes
        let (outcome, waiters) = step { state, now -> (RegistrationOutcome, [CheckedContinuation<Void, Never>]) in
            // A registration that arrives twice changes nothing, however late and whatever holds the slot by then.
            if let known = state.entries[registration.key]?.value { return (.held(known.summary), []) }
            if let quota = registration.quota {
                let (subject, attempt) = ("initiate:\(registration.key.user)", registration.key.description)
                if case .refused(let delay) = state.admit(subject, attempt: attempt, quota: quota, at: now) {
                    return (.limited(retryAfter: delay), [])
                }
            }
            if let holder = state.holder(for: registration) { return (.held(holder), []) }
            let key = registration.key
            state.latest[key.user] = nil
            state.write(registration.entry, lifetimes: lifetimes, at: now)
            state.slots[key.slot] = .init(value: key, expiry: now + lifetimes.lookup.seconds)
            // One message only, even if the registration is made again since its entry was lost: the earlier one counts,
            // unless a worker has taken it.
            if state.work[key]?.taker != nil {
                state.work[key]?.taker = nil
                state.queue.removeAll { $0 == key }
            }
            if !state.queue.contains(key) { state.queue.append(key) }
            state.begin(registration, at: now)
            return (.registered, state.takeWaiters())
        }
        for waiter in waiters { waiter.resume() }
        return outcome
    }

    package func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        step { state, _ in
            KeyPresence(
                entry: state.entries[key] != nil,
                primary: state.primary[key.scan] != nil,
                index: state.index[key.scan] != nil,
                latest: state.latest[key.user] != nil
            )
        }
    }

    package func repair(_ registration: ScanRegistration) async throws(StoreError) {
        let lifetimes = lifetimes
        step { state, now in
            if state.entries[registration.key] == nil {
                state.write(registration.entry, lifetimes: lifetimes, at: now)
            } else {
                state.writeLookups(of: registration.key, lifetimes: lifetimes, at: now)
            }
        }
    }

    package func withdraw(_ key: CacheKey) async throws(StoreError) {
        step { state, _ in
            state.entries[key] = nil
            state.primary[key.scan] = nil
            state.index[key.scan] = nil
            if state.latest[key.user]?.value == key { state.latest[key.user] = nil }
            if state.slots[key.slot]?.value == key { state.slots[key.slot] = nil }
            state.queue.removeAll { $0 == key }
            state.lifecycles[key.scan] = nil
            state.work[key] = nil
        }
    }

    package func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        step { state, _ in ScanLookup(primary: state.primary[scan]?.value, index: state.index[scan]?.value) }
    }

    package func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        step { state, _ in
            let key = state.entries.keys.first { $0.scan == scan && $0.user == user }
            return SearchResult(key: key, iterations: 1)
        }
    }

    package func restoreLookups(of key: CacheKey) async throws(StoreError) {
        let lifetimes = lifetimes
        step { state, now in
            guard state.entries[key] != nil else { return }
            state.writeLookups(of: key, lifetimes: lifetimes, at: now)
        }
    }

    package func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        step { state, _ in
            guard let entry = state.entries[key]?.value else { return nil }
            let hasLookups = state.primary[key.scan] != nil && state.index[key.scan] != nil
            return StoredSummary(summary: entry.summary, hasLookups: hasLookups && state.latest[key.user] != nil)
        }
    }

    package func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        step { state, _ in state.entries[key]?.value }
    }

    package func latestScan(of user: UserID) async throws(StoreError) -> CacheKey? {
        step { state, _ in state.latest[user]?.value }
    }

    package func lifetimes(of scan: ScanID, user: UserID) async throws(StoreError) -> [KeyLifetime] {
        step { state, now in
            [("lookup", state.primary[scan]), ("result_index", state.index[scan]), ("latest", state.latest[user])]
                .map { name, held in
                    KeyLifetime(key: name, remaining: held.map { .seconds($0.expiry.timeIntervalSince(now)) })
                }
        }
    }

    package func ping() async throws(StoreError) {}
}
