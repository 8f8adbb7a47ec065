//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import FoundationEssentials
import Hiredis
import ProbeHistory
import RedisClient
import ScanCore
import ScanRedis
import ScanServer
import Synchronization

extension Mutant {
    /// A scan exists only in the process that runs it.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let killedWorkerLosesScan = Mutant(
        name: "killed-worker-loses-scan",
        summary: "Nobody goes on with the scan of a worker that was killed: it stays scanning until it expires.",
        violates: ["REC-005"],
        consequences: ["REC-006", "REC-007", "REC-008", "STAT-005"],
        needs: [.fault(.killWorker)],
        seams: ServerSeams(queue: { KilledWorkerQueue(base: $0) })
    )

    /// Scans from before a restart of Redis are ignored.
    static let restartForgetsScans = Mutant(
        name: "restart-forgets-scans",
        summary: "Scans from before a restart of Redis are not found after it.",
        violates: ["REC-006"],
        consequences: ["STAT-005"] + consequencesOfNotFound + consequencesOfNoResults,
        needs: [.fault(.restartRedis)],
        seams: ServerSeams(store: { RestartForgetsStore(base: $0) })
    )

    /// An unavailable store is reported as *does not exist*.
    static let notFoundWhenRedisIsDown = Mutant(
        name: "not-found-when-redis-is-down",
        summary: "While Redis is out of reach, scans are answered 404.",
        violates: ["REC-007"],
        consequences: ["REC-006"] + consequencesOfNotFound + consequencesOfNoResults,
        needs: [.fault(.stopRedis)],
        seams: ServerSeams(store: { NotFoundWhenDownStore(base: $0) })
    )

    /// A worker that was suspended beyond its lease writes as if it still held the scan.
    static let staleWriter = Mutant(
        name: "stale-writer",
        summary: "A worker that was suspended past its lease writes over what another has done meanwhile.",
        violates: ["REC-008"],
        consequences: ["STAT-004", "STAT-011", "PROG-001", "PROG-007", "PROG-008", "RATE-002", "RES-004", "RES-005"],
        needs: [.fault(.pauseWorker)],
        // A worker that remembers the end of a scan would not see what is written over it.
        seams: ServerSeams(
            configuration: {
                $0.rememberedScans = 0
                $0.rememberedResults = 0
            },
            queue: { StaleWriterQueue(base: $0) }
        )
    )

    /// A worker that is stopped drops its scans.
    static let stoppedWorkerLosesScan = Mutant(
        name: "stopped-worker-loses-scan",
        summary: "A worker that is stopped in good order takes its scans off the queue and hands none back.",
        violates: ["REC-009"],
        consequences: ["STAT-005"],
        needs: [.fault(.stopWorker)],
        seams: ServerSeams(queue: { StoppedWorkerQueue(base: $0) })
    )
}

/// A queue that does not deliver the scans of a dead worker again.
private struct KilledWorkerQueue: QueueMutant {
    let base: any ScanQueue

    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        guard let assignment = try await base.next(for: worker, waiting: patience) else { return nil }
        return assignment.troubledAttempts > 1 ? nil : assignment
    }
}

/// A store that ignores scans older than the current run of Redis.
private final class RestartForgetsStore: StoreMutant {
    private struct Run {
        var id: String
        /// The time at which this worker first saw the run; `nil` for the first run.
        var since: Date?
    }

    let base: any ScanStore
    private let run = Mutex<Run?>(nil)

    init(base: any ScanStore) {
        self.base = base
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        let start = try await startOfRun()
        guard let stored = try await base.summary(at: key), stored.summary.startedAt >= start else { return nil }
        return stored
    }

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        let start = try await startOfRun()
        guard let entry = try await base.entry(at: key), entry.summary.startedAt >= start else { return nil }
        return entry
    }

    private func startOfRun() async throws(StoreError) -> Date {
        guard let redis = self.redis else { return .distantPast }
        let text = try await redis.send(RedisCommand("INFO", ["server"], isReadOnly: true)).string ?? ""
        let id = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("run_id:") }.map(String.init) ?? ""
        return self.run.withLock { run in
            if run?.id != id { run = Run(id: id, since: run == nil ? nil : Date()) }
            return run?.since ?? .distantPast
        }
    }
}

/// A store that reports errors as missing keys.
private struct NotFoundWhenDownStore: StoreMutant {
    let base: any ScanStore

    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        do { return try await base.lookup(scan) } catch { return ScanLookup(primary: nil, index: nil) }
    }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        do {
            return try await base.search(for: scan, of: user, within: limits)
        } catch {
            return SearchResult(key: nil, iterations: 0)
        }
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        do { return try await base.summary(at: key) } catch { return nil }
    }

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        do { return try await base.entry(at: key) } catch { return nil }
    }
}

/// A queue that lets a worker write after a lost lease, by taking the lease back first.
private struct StaleWriterQueue: QueueMutant {
    let base: any ScanQueue

    func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool {
        _ = try await base.renew(assignment)
        return true
    }

    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        if try await base.write(entry, under: assignment) { return true }
        try await takeBack(assignment)
        return try await base.write(entry, under: assignment)
    }

    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        if try await base.finish(entry, under: assignment) { return true }
        try await takeBack(assignment)
        return try await base.finish(entry, under: assignment)
    }

    private func takeBack(_ assignment: ScanAssignment) async throws(StoreError) {
        guard let redis = self.redis else { return }
        let lease = RedisArgument(assignment.lease)
        let name = redis.keys(of: assignment.key.user).active(assignment.key)
        _ = try await redis.send(.set(name, lease, lifetime: redis.lifetimes.lease))
        try await forgetWrites(of: assignment.key)
    }
}

/// A queue that acknowledges the scans that are handed back, as if they were finished.
private struct StoppedWorkerQueue: QueueMutant {
    let base: any ScanQueue

    func handBack(_ assignment: ScanAssignment) async throws(StoreError) {
        guard let redis = self.redis else { return }
        let queue = redis.keys(of: assignment.key.user).queue
        _ = try await redis.send(.xack(queue, group: "scan-workers", ids: [assignment.message]))
        _ = try await redis.send(.xdel(queue, ids: [assignment.message]))
    }
}
