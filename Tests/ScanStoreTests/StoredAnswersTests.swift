//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import NIOCore
import RedisClient
import ScanCore
import ScanRedis
import TestSupport
import Testing

@Suite struct `Stored answers` {
    @Test func `are sent as they were stored, for a running, a complete and a failed scan`() async throws {
        try await withRedisStore { fixture in
            let (store, queue) = try Self.rendering(on: fixture)
            for end in [\ScanEntry.completed, \.failed] {
                let assignment = try await fixture.assignment(registration(symbols: ["\(end)"]))
                let key = assignment.key
                let running = assignment.entry.appending("one")
                #expect(try await queue.write(running, under: assignment))
                #expect(try await Self.poll(store, key) == TextAnswers.status(of: running.summary))
                guard case .answers(let status, nil, _) = try await store.results(at: key) else {
                    Issue.record("a running scan has no stored answer to a poll, or has results")
                    return
                }
                #expect(status.state == .scanning)

                let final = running[keyPath: end]
                #expect(try await queue.finish(final, under: assignment))
                #expect(try await Self.poll(store, key) == TextAnswers.status(of: final.summary))
                guard case .answers(_, let results, let remaining) = try await store.results(at: key) else {
                    Issue.record("a final scan has no stored answers")
                    return
                }
                let text = results.map { String(buffer: $0.body) }
                #expect(text == (final.summary.state == .complete ? TextAnswers.results(of: final) : nil))
                #expect(remaining > fixture.lifetimes.result - .seconds(30) && remaining <= fixture.lifetimes.result)
            }
        }
    }

    @Test func `of other builds are none, and theirs is read all the same, both ways`() async throws {
        try await withRedisStore { fixture in
            let (store, queue) = try Self.rendering(on: fixture)
            let older = try await fixture.assignment(registration(symbols: ["OLD"]))
            let complete = older.entry.appending("one").completed
            #expect(try await fixture.queue.finish(complete, under: older))
            guard case .summary(let summary) = try await store.poll(at: older.key)?.content,
                case .entry(let entry) = try await store.results(at: older.key)
            else {
                Issue.record("an entry without answers was answered as if it had some")
                return
            }
            #expect(summary.progress == complete.summary.progress)
            #expect(entry.runs == complete.runs)

            let newer = try await fixture.assignment(registration(symbols: ["NEW"]))
            #expect(try await queue.finish(newer.entry.appending("one").completed, under: newer))
            #expect(try await fixture.store.summary(at: newer.key)?.summary.state == .complete)
            #expect(try await fixture.store.entry(at: newer.key)?.runs.count == 1)
        }
    }

    @Test func `cost one round trip for a poll and for a read, and none once the results are in memory`() async throws {
        try await withRedisStore { fixture in
            let client = try #require(fixture.redis).client
            let (store, queue) = try Self.rendering(on: fixture)
            let assignment = try await fixture.assignment(registration())
            let scan = assignment.key.scan
            let final = assignment.entry.appending("one").completed
            #expect(try await queue.finish(final, under: assignment))
            let service = makeService(on: store, lifetimes: fixture.lifetimes)
            // The first poll finds the key.
            #expect(try await service.status(of: scan, for: .ann) != nil)

            var trips: [Int] = []
            for read in [Self.status, Self.status, Self.results, Self.results, Self.status] {
                let before = client.roundTrips
                #expect(try await read(service, scan))
                trips.append(client.roundTrips - before)
            }
            #expect(trips == [1, 1, 1, 0, 0])
        }
    }

    @Test func `cost a second round trip only where they are longer than any before`() async throws {
        try await withRedisStore { fixture in
            let client = try #require(fixture.redis).client
            let (store, queue) = try Self.rendering(on: fixture, by: PaddedAnswers())
            var trips: [Int] = []
            for length in [500, 3_000, 2_900, 9_000, 8_990, 510, 20_000, 20_010] {
                let scan = registration(symbols: [String(repeating: "x", count: length)])
                let assignment = try await fixture.assignment(scan)
                #expect(try await queue.write(assignment.entry, under: assignment))
                let before = client.roundTrips
                let poll = try await store.poll(at: assignment.key)
                trips.append(client.roundTrips - before)
                switch poll?.content {
                case .answer(let answer): #expect(answer.body.readableBytes == length && length < 16_384)
                case .summary(let summary): #expect(summary.key == assignment.key && length > 16_384)
                case nil: Issue.record("an answer of \(length) bytes is not found")
                }
                _ = try await queue.finish(assignment.entry.completed, under: assignment)
            }
            #expect(trips == [1, 2, 1, 2, 1, 1, 2, 2])
        }
    }

    @Test func `of a scan that is gone from the store are not sent from memory`() async throws {
        try await withRedisStore { fixture in
            let backend = try #require(fixture.redis)
            let (store, queue) = try Self.rendering(on: fixture)
            let assignment = try await fixture.assignment(registration())
            #expect(try await queue.finish(assignment.entry.completed, under: assignment))
            let service = makeService(on: store, lifetimes: fixture.lifetimes)
            #expect(try await Self.status(service, assignment.key.scan))
            _ = try await backend.client.send(.del([backend.keys.lookup(assignment.key.scan)]))
            #expect(try await Self.status(service, assignment.key.scan))
            #expect(try await store.presence(of: assignment.key).isComplete, "the lookup key was not restored")
            _ = try await backend.client.send(.del([backend.keys.result(assignment.key)]))
            #expect(try await !Self.status(service, assignment.key.scan))
        }
    }

    private static func poll(_ store: RedisScanStore, _ key: CacheKey) async throws -> String? {
        guard case .answer(let answer) = try await store.poll(at: key)?.content else { return nil }
        return String(buffer: answer.body)
    }

    private static func status(_ service: ScanService, _ scan: ScanID) async throws -> Bool {
        try await service.status(of: scan, for: .ann) != nil
    }

    private static func results(_ service: ScanService, _ scan: ScanID) async throws -> Bool {
        try await service.results(of: scan, for: .ann) != nil
    }

    /// The store and the queue of a build that stores answers, on the Redis of one that does not.
    private static func rendering(
        on fixture: StoreFixture,
        by rendering: any AnswerRendering = TextAnswers()
    ) throws -> (RedisScanStore, RedisScanQueue) {
        let client = try #require(fixture.redis).client
        let backend = RedisBackend(
            client: client,
            lifetimes: fixture.lifetimes,
            clock: .system,
            rendering: rendering
        )
        return (RedisScanStore(backend), RedisScanQueue(backend))
    }
}

/// Answers to polls as long as the first symbol of their scan.
private struct PaddedAnswers: AnswerRendering {
    func status(of summary: ScanSummary) -> [UInt8] {
        let length = summary.filters.symbols.first?.count ?? 2
        return Array("\"\(String(repeating: "x", count: length - 2))\"".utf8)
    }

    func results(of entry: ScanEntry) throws -> [UInt8] { Array("{}".utf8) }
}
