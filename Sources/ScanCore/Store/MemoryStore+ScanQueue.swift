//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Synchronization

extension MemoryStore: ScanQueue {
    package func next(
        for worker: WorkerID,
        waiting patience: Duration
    ) async throws(StoreError) -> ScanAssignment? {
        if let assignment = take(for: worker) { return assignment }
        await wait(atMost: patience)
        return Task.isCancelled ? nil : take(for: worker)
    }

    package func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool {
        let lifetimes = lifetimes
        return step { state, now in
            guard state.isHeld(assignment, at: now), let entry = state.entries[assignment.key]?.value else {
                return false
            }
            state.write(entry, lifetimes: lifetimes, at: now)
            state.extendSlot(of: assignment.key, to: now + lifetimes.lookup.seconds)
            state.work[assignment.key]?.lease?.expiry = now + lifetimes.lease.seconds
            return true
        }
    }

    package func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        let lifetimes = lifetimes
        return step { state, now in
            guard state.isHeld(assignment, at: now) else { return false }
            // A write that was under way for long does not undo a later one under the same lease.
            let stored = state.entries[assignment.key]?.value.summary.progress.completed ?? 0
            guard stored <= entry.summary.progress.completed else { return true }
            state.write(entry, lifetimes: lifetimes, at: now)
            state.extendSlot(of: entry.summary.key, to: now + lifetimes.lookup.seconds)
            return true
        }
    }

    package func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        let lifetimes = lifetimes
        return step { state, now in
            guard state.isHeld(assignment, at: now) else { return false }
            state.write(entry, lifetimes: lifetimes, at: now)
            state.extendSlot(of: assignment.key, to: now + lifetimes.result.seconds)
            state.queue.removeAll { $0 == assignment.key }
            state.work[assignment.key]?.lease = nil
            state.work[assignment.key]?.taker = nil
            state.end(entry, at: now)
            return true
        }
    }

    package func handBack(_ assignment: ScanAssignment) async throws(StoreError) {
        let waiters = step { state, now in
            guard state.isHeld(assignment, at: now) else { return [CheckedContinuation<Void, Never>]() }
            state.release(assignment.key)
            return state.queueAgain([assignment.key])
        }
        for waiter in waiters { waiter.resume() }
    }

    package func leave(_ worker: WorkerID) async throws(StoreError) {
        let waiters = step { state, now in
            let left = state.queue.filter { state.work[$0]?.taker == worker }
            for key in left where state.work[key]?.lease.map({ $0.expiry > now }) == true { state.release(key) }
            return state.queueAgain(left)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Leases the oldest queued scan without a lease.
    private func take(for worker: WorkerID) -> ScanAssignment? {
        let lease = lifetimes.lease.seconds
        return step { state, now in
            var gone: [CacheKey] = []
            var assignment: ScanAssignment?
            for key in state.queue {
                assignment = state.lease(key, for: worker, until: now + lease, at: now)
                if assignment != nil { break }
                if state.entries[key] == nil { gone.append(key) }
            }
            // As the message goes of a scan whose entry a worker does not find.
            if !gone.isEmpty { state.queue.removeAll { gone.contains($0) } }
            return assignment
        }
    }

    /// Waits until a scan is queued, the timeout passes, or the task is cancelled.
    ///
    /// The expiry of a lease wakes no waiter, so the timeout bounds the delay until it is noticed.
    private func wait(atMost patience: Duration) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskGroup { group in
            group.addTask { [clock] in try? await clock.sleep(patience) }
            group.addTask { await self.waiter(id) }
            await group.next()
            self.wake(id)
            group.cancelAll()
        }
    }

    private func waiter(_ id: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isPending = state.withLock { state in
                    guard !Task.isCancelled, state.queue.allSatisfy({ state.work[$0]?.lease != nil }) else {
                        return false
                    }
                    state.waiters[id] = continuation
                    return true
                }
                if !isPending { continuation.resume() }
            }
        } onCancel: {
            wake(id)
        }
    }

    private func wake(_ id: UInt64) {
        state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
}

extension MemoryStoreState {
    /// Ends a lease whose holder gives the scan back.
    fileprivate mutating func release(_ key: CacheKey) {
        work[key]?.handedBack += 1
        lifecycles[key.scan]?.value.handedBack += 1
        work[key]?.lease = nil
    }

    /// Queues scans behind the others, and returns who waits for one.
    fileprivate mutating func queueAgain(_ keys: [CacheKey]) -> [CheckedContinuation<Void, Never>] {
        guard !keys.isEmpty else { return [] }
        for key in keys { work[key]?.taker = nil }
        queue.removeAll { keys.contains($0) }
        queue += keys
        return takeWaiters()
    }

    /// Extends the expiry of the slot that a scan holds.
    fileprivate mutating func extendSlot(of key: CacheKey, to expiry: Date) {
        guard slots[key.slot]?.value == key else { return }
        slots[key.slot]?.expiry = expiry
    }
}
