//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Synchronization

/// The store as a node reaches it: every call is a message over the network.
struct NodeStore: Sendable {
    let world: World
    let life: NodeLife

    /// The timeout of a command, as that of the Redis client.
    static let timeout = Duration.seconds(1)

    /// Calls the store.
    ///
    /// - Parameters:
    ///   - text: The call, for the trace.
    ///   - patience: The time that the store may wait before it replies.
    ///   - effect: The effect on the store.
    /// - Returns: The reply of the store.
    /// - Throws: `unavailable` if no reply came, whatever the effect was.
    func call<Value: Sendable>(
        _ text: @autoclosure () -> String,
        waiting patience: Duration = .zero,
        _ effect: @escaping @Sendable (MemoryStore) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard life.isAlive else { throw StoreError(.unavailable, "the process has ended") }
        let (network, scheduler, machine) = (world.network, world.scheduler, world.machine)
        let passage = network.passage()
        let number = passage.number
        world.trace.note("\(life) → store  #\(number) \(text())")
        let promise = Promise<Value, StoreError>(cancelled: StoreError(.unavailable, "the task was cancelled"))
        let timer = scheduler.after(Self.timeout + patience) {
            promise.settle(.failure(StoreError(.unavailable, "no reply in time")))
        }
        for delivery in passage.deliveries {
            scheduler.after(delivery) { [node = life.node] in
                guard network.reaches(node) else { return }
                machine.take(number, effect) { result in
                    guard let reply = passage.reply else { return }
                    scheduler.after(reply) { if network.reaches(node) { promise.settle(result) } }
                }
            }
        }
        let result = await promise.result()
        scheduler.cancel(timer)
        if case .failure = result {
            // The store notices that the connection is closed.
            scheduler.after(.milliseconds(1)) { machine.drop(number) }
        }
        world.trace.note("\(life) ← store  #\(number) \(Self.text(of: result))")
        guard life.isAlive else { throw StoreError(.unavailable, "the process has ended") }
        return try result.get()
    }

    private static func text<Value>(of result: Result<Value, StoreError>) -> String {
        switch result {
        case .success(let flag as Bool): "\(flag)"
        case .success: "done"
        case .failure(let error): "\(error)"
        }
    }
}

extension NodeStore: ScanQueue {
    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        let assignment = try await call("next", waiting: patience) {
            [world] store async throws(StoreError) -> ScanAssignment? in
            let assignment = try await world.behaviour.next(store, worker, patience)
            if let assignment { world.audit.leased(assignment, now: world.machine.now) }
            return assignment
        }
        if let assignment { world.trace.note("\(life) has \(assignment.key.scan.short) as \(assignment.lease)") }
        return assignment
    }

    func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await call("renew \(assignment.key.scan.short)") { [world] store async throws(StoreError) -> Bool in
            let isHeld = try await world.behaviour.renew(store, assignment)
            world.audit.renewed(assignment, isHeld, now: world.machine.now)
            return isHeld
        }
    }

    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await call("write \(entry.summary.text)") { [world] store async throws(StoreError) -> Bool in
            let isHeld = try await world.behaviour.write(store, entry, assignment)
            world.audit.wrote(entry, under: assignment, isHeld, now: world.machine.now)
            return isHeld
        }
    }

    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await call("finish \(entry.summary.text)") { [world] store async throws(StoreError) -> Bool in
            let isHeld = try await world.behaviour.finish(store, entry, assignment)
            world.audit.wrote(entry, under: assignment, isHeld, now: world.machine.now)
            return isHeld
        }
    }

    func handBack(_ assignment: ScanAssignment) async throws(StoreError) {
        try await call("hand back \(assignment.key.scan.short)") { [world] store async throws(StoreError) in
            try await world.behaviour.handBack(store, assignment)
            world.audit.handedBack(assignment)
        }
    }

    func leave(_ worker: WorkerID) async throws(StoreError) {
        try await call("leave") { [world] store async throws(StoreError) in
            try await store.leave(worker)
            world.audit.left(worker)
        }
    }
}

extension NodeStore: ScanStore {
    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let context = CoreBehaviour.Registering(isFirst: life.isFirst(registration.key)) { [world] in
            try await world.scheduler.sleep(for: $0)
        }
        return try await call("register \(registration.key.scan.short)") {
            [world] store async throws(StoreError) -> RegistrationOutcome in
            let outcome = try await world.behaviour.register(store, registration, context)
            world.audit.registered(registration, outcome, now: world.machine.now)
            return outcome
        }
    }

    var confirmsScans: Bool { world.confirmsScans && world.behaviour.confirmsJoined }

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        try await call("presence of \(key.scan.short)") { [world] store async throws(StoreError) -> KeyPresence in
            let presence = try await world.behaviour.presence(store, key)
            store.state.withLock { world.audit.readBack(key, presence, in: $0) }
            if world.confirmsScans {
                // One replica in four is late: what was written is there all the same.
                let lateness = world.draws.number(.confirmation, world.scheduler.steps, below: 4)
                guard lateness > 0 else { throw StoreError(.unconfirmed, "no replica has it in time") }
                world.machine.confirm()
            }
            return presence
        }
    }

    func repair(_ registration: ScanRegistration) async throws(StoreError) {
        try await call("repair \(registration.key.scan.short)") { [world] store async throws(StoreError) in
            try await store.repair(registration)
            world.audit.repaired(registration, now: world.machine.now)
        }
    }

    func withdraw(_ key: CacheKey) async throws(StoreError) {
        try await call("withdraw \(key.scan.short)") { [world] store async throws(StoreError) in
            try await store.withdraw(key)
            world.audit.withdrew(key)
        }
    }

    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        try await call("lookup \(scan.short)") { store async throws(StoreError) -> ScanLookup in
            try await store.lookup(scan)
        }
    }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        try await call("search \(scan.short)") { [world] store async throws(StoreError) -> SearchResult in
            try await world.behaviour.search(store, (scan, user, limits))
        }
    }

    func restoreLookups(of key: CacheKey) async throws(StoreError) {
        try await call("restore \(key.scan.short)") { store async throws(StoreError) in
            try await store.restoreLookups(of: key)
        }
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        try await world.behaviour.read(life, key) { () async throws(StoreError) -> StoredSummary? in
            try await call("summary of \(key.scan.short)") { store async throws(StoreError) -> StoredSummary? in
                try await store.summary(at: key)
            }
        }
    }

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        try await call("entry of \(key.scan.short)") { store async throws(StoreError) -> ScanEntry? in
            try await store.entry(at: key)
        }
    }

    func latestScan(of user: UserID) async throws(StoreError) -> CacheKey? {
        try await call("latest of \(user)") { store async throws(StoreError) -> CacheKey? in
            try await store.latestScan(of: user)
        }
    }

    func lifetimes(of scan: ScanID, user: UserID) async throws(StoreError) -> [KeyLifetime] {
        try await call("lifetimes of \(scan.short)") { store async throws(StoreError) -> [KeyLifetime] in
            try await store.lifetimes(of: scan, user: user)
        }
    }

    func ping() async throws(StoreError) {
        try await call("ping") { store async throws(StoreError) in try await store.ping() }
    }
}

extension NodeStore: ScanDiagnostics {
    func statistics(of day: String) async throws(StoreError) -> DayStatistics {
        try await call("statistics") { store async throws(StoreError) -> DayStatistics in
            try await store.statistics(of: day)
        }
    }

    func history(of user: UserID, limit: Int) async throws(StoreError) -> ScanHistory {
        try await call("history of \(user)") { store async throws(StoreError) -> ScanHistory in
            try await store.history(of: user, limit: limit)
        }
    }

    func lifecycle(of scan: ScanID) async throws(StoreError) -> ScanLifecycle? {
        try await call("lifecycle of \(scan.short)") { store async throws(StoreError) -> ScanLifecycle? in
            try await store.lifecycle(of: scan)
        }
    }

    func clear(_ user: UserID) async throws(StoreError) -> Int {
        try await call("clear \(user)") { store async throws(StoreError) -> Int in try await store.clear(user) }
    }
}
