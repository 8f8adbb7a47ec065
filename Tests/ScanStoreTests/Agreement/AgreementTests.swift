//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import RedisClient
import ScanCore
import ScanRedis
import TestSupport
import Testing

@Suite struct `The stores agree` {
    /// Lifetimes that no test reaches: leases and entries end by themselves, as a step of a sequence.
    private static let lifetimes = ScanLifetimes(lease: .seconds(3600))

    /// A Redis that notices the end of a wait after two milliseconds, not after a hundred.
    private static let options = RedisServer.Options(extraArguments: ["--hz", "500"])

    /// The number of sequences, 100 unless the environment has another one in `SCAN_AGREEMENT`.
    private static let count = ProcessInfo.processInfo.environment["SCAN_AGREEMENT"].flatMap(UInt64.init) ?? 100

    @Test func `on every answer to random sequences of operations, in memory and on Redis`() async throws {
        try await withRedisStore(options: Self.options, lifetimes: Self.lifetimes) { fixture in
            let redis = try #require(fixture.redis)
            let server = try #require(fixture.server)
            try await Self.compare(.redis("Redis", fixture, redis, server))
        }
    }

    /// With one partition, since scans of several are taken by turns and not in the order in which they came.
    @Test func `on every answer to random sequences of operations, in memory and on a cluster`() async throws {
        let partitions = try #require(RedisPartitions(count: 1))
        try await withRedisCluster(extraArguments: Self.options.extraArguments) { cluster in
            try await withStore(at: cluster.url, server: nil, lifetimes: Self.lifetimes, partitions: partitions) {
                fixture async throws in
                let backend = try #require(fixture.redis)
                let slot = HashSlot(of: backend.keys(of: .ann).queue).number
                let owner = cluster.masters[slot * cluster.masters.count / HashSlot.count]
                try await Self.compare(.redis("cluster", fixture, backend, owner))
            }
        }
    }

    /// Plays sequences in memory and on another store, and records the differences, one for each kind of operation.
    private static func compare(_ other: ComparedStore) async throws {
        let comparison = StoreComparison(stores: [.memory(lifetimes: lifetimes), other])
        var kinds: Set<Substring> = []
        for seed in 1...count where kinds.count < 8 {
            let operations = StoreOperation.sequence(seed: seed)
            guard let seen = try await comparison.difference(on: operations) else { continue }
            guard kinds.insert(seen.prefix { $0 != "(" }).inserted else { continue }
            let shortest = try await comparison.shrunk(operations)
            let difference = try await comparison.difference(on: shortest) ?? "gone when tried again"
            Issue.record("sequence \(seed): \(difference)\n\(shortest.map { "\($0)" }.joined(separator: "\n"))")
        }
    }

    @Test func `and a store that differs is found, by a sequence as short as can be`() async throws {
        let right = ComparedStore.memory(lifetimes: Self.lifetimes)
        let wrong = ComparedStore(
            name: "wrong",
            store: right.store,
            queue: ForgetfulQueue(base: right.queue),
            empty: right.empty,
            loseLookup: right.loseLookup,
            endLease: right.endLease,
            lapse: right.lapse
        )
        let comparison = StoreComparison(stores: [right, wrong])
        var found: [StoreOperation]?
        for seed in 1...200 as ClosedRange<UInt64> where found == nil {
            let operations = StoreOperation.sequence(seed: seed)
            if try await comparison.difference(on: operations) != nil { found = operations }
        }
        let shortest = try await comparison.shrunk(#require(found))
        // A registration, a lease and a write.
        #expect(shortest.count == 3)
        #expect(try await comparison.difference(on: shortest)?.contains("wrong: false") == true)
    }
}

/// A queue that refuses every write.
private struct ForgetfulQueue: ScanQueue {
    let base: any ScanQueue

    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        try await base.next(for: worker, waiting: patience)
    }

    func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool { try await base.renew(assignment) }

    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool { false }

    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await base.finish(entry, under: assignment)
    }

    func handBack(_ assignment: ScanAssignment) async throws(StoreError) { try await base.handBack(assignment) }

    func leave(_ worker: WorkerID) async throws(StoreError) { try await base.leave(worker) }
}
