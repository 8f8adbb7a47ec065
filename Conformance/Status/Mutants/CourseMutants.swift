//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import FoundationEssentials
import HTTPTypes
import Hiredis
import MarketData
import MarketModel
import RedisClient
import ScanCore
import ScanRedis
import ScanServer
import Strategies

extension Mutant {
    /// The status is a word that is not in the contract.
    static let unknownStateWord = Mutant(
        name: "unknown-state-word",
        summary: "A running scan is said to be simmering.",
        violates: ["STAT-003", "RATE-002"],
        consequences: ["RATE-005", "STAT-010"],
        seams: .answers(to: .status) { answer, _ in
            if answer.state == "scanning" { answer.json["status"] = "simmering" }
        }
    )

    /// The status response names another scan.
    static let anotherIDInStatus = Mutant(
        name: "another-id-in-status",
        summary: "The id in a status answer is not the id that was asked for.",
        violates: ["STAT-006", "RATE-002"],
        cause: "the id in the answer is that of something else, such as a task or an entry",
        seams: .answers(to: .status) { answer, request in
            guard answer.status == .ok else { return }
            answer.json["scan_id"] = "scan_" + String(request.scanInPath.dropFirst(5).reversed())
        }
    )

    /// A complete scan is reported as running again.
    static let scansAgain: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "completes-then-scans-again",
            summary: "From its third poll of a complete scan on, a worker says that it is scanning.",
            violates: ["STAT-004", "STAT-011"],
            consequences: ["RATE-002", "RATE-005"],
            seams: .answers(to: .status) { answer, request in
                guard answer.state == "complete", polls.next(request.scanInPath) >= 2 else { return }
                answer.json["status"] = "scanning"
            }
        )
    }()

    /// A failed scan is never reported as failed, so clients poll until they time out.
    static let failedAsScanning = Mutant(
        name: "failed-as-scanning",
        summary: "Scans fail, and are reported as scanning.",
        violates: ["STAT-005"],
        consequences: ["STAT-010"],
        cause: "the background task died and its error was swallowed",
        traits: [.endless],
        seams: ServerSeams(
            store: { FailureHidingStore(base: $0) },
            market: { FailingMarket(base: $0, fails: { _ in true }) }
        )
    )

    /// The status of a failed scan lacks the reason.
    static let failedWithoutError = Mutant(
        name: "failed-without-error",
        summary: "Scans of a few symbols fail, and do not say why.",
        violates: ["STAT-009"],
        seams: ServerSeams(
            market: { FailingMarket(base: $0, fails: { $0.count < 10 }) },
            answers: [AnswerMutant(calls: [.status]) { answer, _ in answer.json["error"] = nil }]
        )
    )

    /// Polling has a side effect: too many polls fail the scan.
    static let polledToDeath = Mutant(
        name: "polled-to-death",
        summary: "A running scan fails once it was polled twelve times within three seconds.",
        violates: ["STAT-010"],
        traits: [.paced],
        seams: ServerSeams(store: { PolledToDeathStore(base: $0) })
    )

    /// The lookup keys are removed as soon as the scan is complete.
    static let lookupsRemovedAtCompletion = Mutant(
        name: "lookups-removed-at-completion",
        summary: "A scan can no longer be found 0.1 s after it is complete.",
        violates: ["STAT-008", "STAT-002", "RES-001", "RATE-003"],
        consequences: ["STAT-001", "STAT-005", "RES-004", "STAT-010"] + consequencesOfNotFound
            + consequencesOfNoResults,
        seams: ServerSeams(resolver: { LookupsRemovedResolver(base: $0, store: $1) })
    )

    /// Two workers run the same scan, and each writes its own progress.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let duplicateExecution = Mutant(
        name: "duplicate-execution",
        summary: "Two workers run each scan, and the slower one writes over the progress of the faster one.",
        violates: ["PROG-001", "PROG-008"],
        consequences: ["PROG-005", "PROG-007", "STAT-010", "RATE-002", "RATE-005"],
        cause: "two workers run the same scan and overwrite each other",
        seams: ServerSeams(queue: { DuplicateExecutionQueue(base: $0) })
    )
}

/// A store that reports failed scans as running.
private struct FailureHidingStore: StoreMutant {
    let base: any ScanStore

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        guard let stored = try await base.summary(at: key) else { return nil }
        let summary = stored.summary
        guard summary.state == .failed else { return stored }
        return StoredSummary(summary: summary.telling(.scanning, summary.progress), hasLookups: stored.hasLookups)
    }
}

/// A market that is unavailable for some requests.
private struct FailingMarket: MarketSource {
    struct OutOfReach: Error {}

    let base: any MarketSource
    let fails: @Sendable ([Listing]) -> Bool

    func listings() async throws -> [Listing] { try await base.listings() }

    func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        let series = try await base.series(for: listings, need: need, until: time)
        if fails(listings) { throw OutOfReach() }
        return series
    }
}

/// A store that fails scans after too many polls in a short time.
private struct PolledToDeathStore: StoreMutant {
    /// The maximum number of polls within three seconds, over all workers.
    private static let most = 12

    let base: any ScanStore

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        guard let stored = try await base.summary(at: key), let redis = self.redis else {
            return try await base.summary(at: key)
        }
        let polls = "\(redis.keys.prefix)opportunity_scan_polls:\(key.scan)"
        let verdict = polls + ":too_many"
        if stored.summary.isPartial, try await redis.send(.incr(polls)).integer ?? 0 >= Self.most {
            _ = try await redis.send(.set(verdict, "1", lifetime: .seconds(900)))
        }
        // NX: the window starts at the first poll and is not extended by later ones.
        _ = try await redis.send(RedisCommand("PEXPIRE", [RedisArgument(polls), "3000", "NX"]))
        guard try await !redis.send(.get(verdict)).isNull, var entry = try await base.entry(at: key) else {
            return stored
        }
        entry.fail(ScanFailure(code: "polled", message: "The scan was polled too fast."), at: stored.summary.cachedAt)
        return StoredSummary(summary: entry.summary, hasLookups: stored.hasLookups)
    }
}

/// A resolver that no longer finds a scan shortly after its completion.
private struct LookupsRemovedResolver: ScanResolving {
    let base: any ScanResolving
    let store: any ScanStore

    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey? {
        guard let key = try await base.resolve(scan, for: user) else { return nil }
        let end = try await store.summary(at: key)?.summary.finishedAt
        return end.map { $0.timeIntervalSinceNow < -0.1 } ?? false ? nil : key
    }
}

/// A queue that also writes the outdated progress of a second, slower worker.
private struct DuplicateExecutionQueue: QueueMutant {
    let base: any ScanQueue

    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        let late = ScanEntry(
            key: entry.summary.key,
            filters: entry.summary.filters,
            strategies: entry.summary.strategies,
            at: entry.summary.startedAt
        )
        .adding(entry.runs.dropLast(), at: entry.summary.cachedAt)
        // A detached write is the fault itself: it arrives late and unordered.
        Task.detached {
            try await Task.sleep(for: .milliseconds(200))
            try await forgetWrites(of: assignment.key)
            _ = try await base.write(late, under: assignment)
        }
        return try await base.write(entry, under: assignment)
    }
}

extension ScanEntry {
    /// Returns the entry with the runs of some strategies added.
    fileprivate func adding(_ runs: some Sequence<StrategyRun>, at time: Date) -> ScanEntry {
        var entry = self
        for run in runs { entry.append(run, at: time) }
        return entry
    }
}
