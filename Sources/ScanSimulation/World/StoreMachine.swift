//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

/// The machine of the store: the real store in memory, which restarts, stalls and forgets as the schedule says.
final class StoreMachine: Sendable {
    private struct State {
        var isDown = false
        var isStalled = false
        var waiting: [Promise<Void, Never>] = []
        /// The number of restarts; a request of an earlier connection has no effect any more.
        var restarts = 0
        var running: [UInt64: Task<Void, Never>] = [:]
        var past: [(time: Duration, state: MemoryStoreState)] = []
        /// The time up to which a replica has everything, which then cannot be forgotten.
        var confirmed = Duration.zero
    }

    /// The store.
    let memory: MemoryStore
    private let scheduler: Scheduler
    private let executor: LaneExecutor
    private let audit: Audit
    private let remembers: Bool
    private let state: Mutex<State>
    private let turned: Turned

    /// Creates the machine.
    ///
    /// - Parameters:
    ///   - lifetimes: The lifetimes of the store.
    ///   - remembers: A flag that is true if it is to be able to return to earlier states.
    ///   - scheduler: The scheduler.
    ///   - executor: The executor of the store.
    ///   - audit: What checks each state.
    init(
        lifetimes: ScanLifetimes,
        remembers: Bool,
        scheduler: Scheduler,
        executor: LaneExecutor,
        audit: Audit
    ) {
        let turned = Turned(scheduler: scheduler)
        memory = MemoryStore(lifetimes: lifetimes, clock: turned.clock)
        self.turned = turned
        self.scheduler = scheduler
        self.executor = executor
        self.audit = audit
        self.remembers = remembers
        state = Mutex(State())
    }

    /// The time by the store's clock.
    var now: Date { turned.now }

    /// Lets the store's clock jump.
    func turn(by jump: Duration) { turned.turn(by: jump) }

    /// Takes a request, and replies after its effect, unless the store restarts meanwhile.
    func take<Value: Sendable>(
        _ number: UInt64,
        _ effect: @escaping @Sendable (MemoryStore) async throws(StoreError) -> Value,
        reply: @escaping @Sendable (Result<Value, StoreError>) -> Void
    ) {
        let (isDown, connection) = state.withLock { ($0.isDown, $0.restarts) }
        guard !isDown else { return reply(.failure(StoreError(.unavailable, "nobody listens"))) }
        let task = Task(executorPreference: executor) {
            await self.goOn()
            if self.isConnected(connection) {
                let result = await Self.result(of: effect, on: self.memory)
                self.look()
                if self.isConnected(connection) { reply(result) }
            }
            self.state.withLock { $0.running[number] = nil }
        }
        state.withLock { $0.running[number] = task }
    }

    /// Ends a request whose sender does not wait any more.
    func drop(_ number: UInt64) {
        state.withLock { $0.running[number] }?.cancel()
    }

    /// Restarts the store.
    ///
    /// - Parameters:
    ///   - downtime: The time until it is back.
    ///   - forgotten: The length of the time before of which it has lost every change.
    func restart(downtime: Duration, forgetting forgotten: Duration) {
        let tasks = state.withLock { state in
            state.isDown = true
            state.restarts += 1
            return state.running.sorted { $0.key < $1.key }.map(\.value)
        }
        for task in tasks { task.cancel() }
        resume()
        if forgotten > .zero { forget(since: scheduler.now - forgotten) }
        scheduler.after(downtime) { self.state.withLock { $0.isDown = false } }
    }

    /// Notes that a replica has everything up to now.
    func confirm() {
        let now = scheduler.now
        state.withLock { $0.confirmed = now }
    }

    /// Lets requests wait.
    func stall() { state.withLock { $0.isStalled = true } }

    /// Goes on with requests.
    func resume() {
        let waiting = state.withLock { state in
            state.isStalled = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for promise in waiting { promise.settle(.success(())) }
    }

    /// Ends all faults.
    func heal() {
        state.withLock { $0.isDown = false }
        resume()
    }

    private func isConnected(_ connection: Int) -> Bool { state.withLock { $0.restarts == connection } }

    private func goOn() async {
        let promise = state.withLock { state -> Promise<Void, Never>? in
            guard state.isStalled else { return nil }
            let promise = Promise<Void, Never>(cancelled: nil)
            state.waiting.append(promise)
            return promise
        }
        _ = await promise?.result()
    }

    private static func result<Value: Sendable>(
        of effect: @Sendable (MemoryStore) async throws(StoreError) -> Value,
        on memory: MemoryStore
    ) async -> Result<Value, StoreError> {
        do throws(StoreError) {
            return .success(try await effect(memory))
        } catch {
            return .failure(error)
        }
    }

    /// Checks the state after a step, and keeps it if it may be needed again.
    func look() {
        let now = self.now
        memory.state.withLock { audit.look(at: $0, now: now) }
        guard remembers else { return }
        let contents = memory.state.withLock { $0 }
        let time = scheduler.now
        state.withLock { state in
            state.past.append((time, contents))
            while state.past.count > 1, state.past[1].time < time - .seconds(2) { state.past.removeFirst() }
        }
    }

    private func forget(since time: Duration) {
        let earlier = state.withLock { state -> MemoryStoreState in
            let time = max(time, state.confirmed)
            state.past = Array(state.past.prefix { $0.time <= time })
            return state.past.last?.state ?? MemoryStoreState()
        }
        memory.state.withLock { $0.restore(earlier) }
        audit.forgot(earlier)
    }
}
