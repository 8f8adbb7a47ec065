//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import NIOCore
import ScanCore
import Strategies
import TestSupport
import Testing

@Suite struct `The scan service` {
    let hand = HandClock()
    let log = LogFixture()

    private func makeService(on store: any ScanStore) -> ScanService {
        let memory = ScanMemory(lifetimes: ScanLifetimes())
        return ScanService(
            store: store,
            memory: memory,
            resolver: ScanResolver(store: store, memory: memory, limits: SearchLimits(), logger: log.logger),
            strategies: [TestStrategy("one"), TestStrategy("two")],
            quota: nil,
            rendering: TextAnswers(),
            clock: hand.clock,
            makeID: {
                var generator = SystemRandomNumberGenerator()
                return ScanID(using: &generator)
            },
            logger: log.logger
        )
    }

    private func start(_ service: ScanService, for user: UserID = .ann) async throws -> ScanID {
        guard case .started(let scan) = try await service.initiate(ScanFilters(), forces: false, for: user) else {
            throw StoreError(.corrupt, "the scan was not started")
        }
        return scan.key.scan
    }

    @Test func `tells the owner how a scan stands, and nobody else, on a warm and on a cold worker`() async throws {
        let store = MemoryStore(lifetimes: ScanLifetimes(), clock: hand.clock)
        let warm = makeService(on: store)
        let scan = try await start(warm)
        for service in [warm, makeService(on: store)] {
            #expect(try await service.status(of: scan, for: .bob) == nil)
            #expect(try await service.results(of: scan, for: .bob) == nil)
            let answer = try #require(try await service.status(of: scan, for: .ann))
            #expect(String(buffer: answer.body) == #""scanning 0/2""#)
        }
    }

    @Test func `a complete entry in memory is nobody else's either, and goes when it expires`() async throws {
        let store = MemoryStore(lifetimes: ScanLifetimes(), clock: hand.clock)
        let service = makeService(on: store)
        let scan = try await start(service)
        let assignment = try #require(try await store.next(for: WorkerID("w"), waiting: .zero))
        var entry = assignment.entry
        entry.complete(at: hand.clock.now())
        #expect(try await store.finish(entry, under: assignment))
        guard case .complete(let results) = try await service.results(of: scan, for: .ann) else {
            Issue.record("a complete scan has no results")
            return
        }
        #expect(String(buffer: results.plain.body) == #""0 opportunities""#)
        #expect(try await service.results(of: scan, for: .bob) == nil)
        #expect(try await service.status(of: scan, for: .bob) == nil)
        hand.advance(by: 301)
        #expect(try await service.status(of: scan, for: .ann) == nil)
    }

    @Test func `finds by the index and by search, says so, and restores`() async throws {
        let store = FaultyStore(right: MemoryStore(lifetimes: ScanLifetimes(), clock: hand.clock))
        let scan = try await start(makeService(on: store))
        store.hidesPrimary.set()
        #expect(try await makeService(on: store).status(of: scan, for: .ann) != nil)
        #expect(store.restored.value == 1)
        store.hidesIndex.set()
        #expect(try await makeService(on: store).status(of: scan, for: .ann) != nil)
        #expect(store.restored.value == 2)
        #expect(log.messages(.info).contains("Scan cache key resolved via direct result search (fallback)"))
        #expect(try await makeService(on: store).status(of: scan, for: .bob) == nil)
        #expect(store.restored.value == 2, "another user's poll restored lookups")
        #expect(log.messages(.warning).contains("Failed to resolve scan cache key"))
    }

    @Test func `repairs a registration that cannot be read back, and says so`() async throws {
        let store = FaultyStore(right: MemoryStore(lifetimes: ScanLifetimes(), clock: hand.clock))
        store.deniesPresence.set(times: 2)
        _ = try await start(makeService(on: store))
        let retries = log.messages(.warning).filter {
            $0 == "Lookup key not found after registration, retrying"
        }
        #expect(retries.count == 2)
        #expect(store.repaired.value == 2)
    }

    @Test func `makes a registration again that the store has forgotten, for workers too`() async throws {
        let right = MemoryStore(lifetimes: ScanLifetimes(), clock: hand.clock)
        let store = FaultyStore(right: right)
        store.forgets.set(times: 1)
        let scan = try await start(makeService(on: store))
        #expect(try await right.next(for: WorkerID("w"), waiting: .zero)?.key.scan == scan)
        #expect(try await right.next(for: WorkerID("w"), waiting: .zero)?.key == nil)
        guard
            case .joined(let joined) = try await makeService(on: store).initiate(
                ScanFilters(),
                forces: false,
                for: .ann
            )
        else {
            Issue.record("the slot was not claimed again")
            return
        }
        #expect(joined.key.scan == scan)
    }

    @Test func `hands out no id later than it may, and lets the next attempt join`() async throws {
        var store = FaultyStore(right: MemoryStore(lifetimes: ScanLifetimes(), clock: hand.clock))
        store.whileAsked = { [hand] in hand.advance(by: 1.9) }
        let error = await #expect(throws: StoreError.self) { try await self.start(makeService(on: store)) }
        #expect(error?.code == .unconfirmed)
        store.whileAsked = { [hand] in hand.advance(by: 1.7) }
        guard case .joined = try await makeService(on: store).initiate(ScanFilters(), forces: false, for: .ann) else {
            Issue.record("the scan that was registered is gone")
            return
        }
    }

    @Test func `hands out no id whose keys cannot be verified, and leaves nothing`() async throws {
        let right = MemoryStore(lifetimes: ScanLifetimes(), clock: hand.clock)
        let store = FaultyStore(right: right)
        store.deniesPresence.set(times: 100)
        let error = await #expect(throws: StoreError.self) { _ = try await start(makeService(on: store)) }
        #expect(error?.code == .unverified)
        #expect(store.repaired.value == 3)
        #expect(try await right.latestScan(of: .ann) == nil)
        #expect(try await right.next(for: WorkerID("w"), waiting: .zero)?.key == nil)
    }
}
