//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import ScanCore
import Synchronization

extension RedisScanQueue {
    /// The time for a look at all partitions, after which those of a server that is away are passed over.
    private static let lookTime = Duration.milliseconds(250)
    /// The first pause between two looks, and the longest one.
    private static let pauses = (first: Duration.milliseconds(20), last: Duration.milliseconds(160))

    /// Takes a scan from any partition, looking at all of them now and then until there is one.
    ///
    /// A server blocks for the keys of one slot only, so that waiting for all partitions would take a connection for
    /// each of them and worker.
    func nextOfPartitions(
        for worker: WorkerID,
        waiting patience: Duration
    ) async throws(StoreError) -> ScanAssignment? {
        try await backend.checkPartitions()
        let deadline = ContinuousClock.now + patience
        var pause = Self.pauses.first
        while true {
            if let assignment = try await takeOnce(for: worker) { return assignment }
            guard ContinuousClock.now + pause < deadline, !Task.isCancelled else { return nil }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, Self.pauses.last)
        }
    }

    /// A partition with messages that a worker may take.
    private struct Offer {
        let partition: Int
        let hasAbandoned: Bool
        let hasNew: Bool
    }

    private func takeOnce(for worker: WorkerID) async throws(StoreError) -> ScanAssignment? {
        for offer in try await offers() {
            guard !Task.isCancelled else { return nil }
            let keys = backend.partitionKeys[offer.partition]
            var message: RedisStreamEntry?
            if offer.hasAbandoned { message = try await abandoned(for: worker, in: keys) }
            if message == nil, offer.hasNew { message = try await new(for: worker, in: keys) }
            guard let message else { continue }
            turn.passed(offer.partition)
            if let assignment = try await lease(message, for: worker, in: keys) { return assignment }
        }
        return nil
    }

    /// Looks which partitions have work, beginning with the one after that which was served last.
    ///
    /// It costs one round trip to each server if all queues are empty, two otherwise.
    private func offers() async throws(StoreError) -> [Offer] {
        let all = backend.partitionKeys
        let lengths = await backend.client.results(of: all.map { .xlen($0.queue) }, within: Self.lookTime)
        if lengths.allSatisfy({ $0.isFailure }), case .failure(let error)? = lengths.first { throw StoreError(error) }
        let start = turn.next
        let filled = all.indices.map { (start + $0) % all.count }.filter { place in
            if case .success(let length) = lengths[place] { (length.integer ?? 0) > 0 } else { false }
        }
        guard !filled.isEmpty else { return [] }
        let details = await backend.client.results(
            of: filled.flatMap { [.xlen(all[$0].queue), .pending(all[$0].queue), idle(all[$0].queue)] },
            within: Self.lookTime
        )
        return filled.enumerated().compactMap { place, partition in
            let found = details[(3 * place)..<(3 * place + 3)].map { try? $0.get() }
            guard let length = found[0]?.integer else { return nil }
            // Without a group, which the first worker makes, nothing has been taken.
            let taken = found[1]?.array?.first?.integer ?? 0
            let hasAbandoned = found[2]?.array?.isEmpty == false
            guard hasAbandoned || length > taken else { return nil }
            return Offer(partition: partition, hasAbandoned: hasAbandoned, hasNew: length > taken)
        }
    }

    /// Returns the command that lists a message which no worker has renewed for longer than a lease.
    private func idle(_ queue: String) -> RedisCommand {
        RedisCommand(
            "XPENDING",
            [
                RedisArgument(queue), RedisArgument(RedisBackend.group), "IDLE",
                RedisArgument(milliseconds: abandonment), "-", "+", 1,
            ],
            isReadOnly: true
        )
    }

    private func new(for worker: WorkerID, in keys: RedisKeys) async throws(StoreError) -> RedisStreamEntry? {
        let command = RedisCommand.xreadgroup(
            keys.queue,
            group: RedisBackend.group,
            consumer: worker.description,
            count: 1
        )
        let reply = try await creatingGroup(of: keys) { () async throws(RedisError) in
            try await backend.client.send(command)
        }
        guard let entries = RedisStreamEntry.entries(fromRead: reply) else { throw .unexpected("new messages") }
        return entries.first
    }
}

/// The partition whose turn it is.
final class QueueTurn: Sendable {
    // Drawn, so that several workers do not crowd at the same partitions.
    private let place = Atomic(Int.random(in: 0..<RedisPartitions.counts.upperBound))

    var next: Int { place.load(ordering: .relaxed) }

    /// Notes that a partition was served.
    func passed(_ partition: Int) { place.store(partition + 1, ordering: .relaxed) }
}

extension Result {
    fileprivate var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}

extension RedisCommand {
    /// Returns the command that counts the messages of a queue that workers have taken.
    static func pending(_ queue: String) -> RedisCommand {
        RedisCommand("XPENDING", [RedisArgument(queue), RedisArgument(RedisBackend.group)], isReadOnly: true)
    }
}
