//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import MarketData
import MarketModel
import ScanCore
import Strategies
import Synchronization
import Testing

@Suite struct `A scan worker` {
    /// Retention periods with a lease that does not expire during a test, even on a busy machine.
    let lifetimes = ScanLifetimes(lease: .seconds(4))
    let log = LogFixture()
    let strategies = [TestStrategy("one"), TestStrategy("two")]

    private func worker(
        _ name: String,
        on queue: any ScanQueue,
        market: any MarketSource = EmptyMarket(),
        portfolios: (any PortfolioSource)? = nil,
        strategies: [any Strategy]? = nil,
        strategyDeadline: Duration = .seconds(30),
        concurrency: Int = 8,
        clock: ScanClock = .system
    ) -> ScanWorker {
        ScanWorker(
            id: WorkerID(name),
            queue: queue,
            engine: ScanEngine(
                queue: queue,
                market: market,
                portfolios: portfolios,
                strategies: strategies ?? self.strategies,
                threads: StrategyThreads(deadline: strategyDeadline, clock: clock),
                lifetimes: lifetimes,
                clock: clock,
                logger: log.logger
            ),
            configuration: .init(concurrency: concurrency, patience: .milliseconds(50)),
            clock: .system,
            logger: log.logger
        )
    }

    private func register(
        _ strategies: [String],
        in store: MemoryStore,
        filters: ScanFilters = ScanFilters()
    ) async throws -> CacheKey {
        var generator = SystemRandomNumberGenerator()
        let key = CacheKey(user: .ann, filters: filters, scan: ScanID(using: &generator))
        let entry = ScanEntry(key: key, filters: filters, strategies: strategies, at: Date())
        _ = try await store.register(ScanRegistration(entry: entry, forces: false, quota: nil))
        return key
    }

    /// Waits for the end of a scan, for at most a minute.
    private func end(of key: CacheKey, in store: MemoryStore) async throws -> ScanEntry? {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let entry = try await store.entry(at: key), entry.summary.state.isFinal { return entry }
            try await Task.sleep(for: .milliseconds(5))
        }
        return nil
    }

    /// Runs a worker while a body runs, and then stops it gracefully.
    private func running(_ worker: ScanWorker, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await worker.run() }
            try await body()
            worker.stop()
            try await group.waitForAll()
        }
    }

    @Test func `runs no more scans at the same time than it may, and all of them in the end`() async throws {
        let store = MemoryStore(lifetimes: lifetimes, clock: .system)
        let running = Mutex((now: 0, most: 0))
        let strategy = ScriptedStrategy("one") { _ in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            // Long enough for another scan to begin, if it could.
            Thread.sleep(forTimeInterval: 0.05)
            running.withLock { $0.now -= 1 }
            return StrategyFindings()
        }
        var keys: [CacheKey] = []
        for number in 1...6 {
            keys.append(try await register(["one"], in: store, filters: ScanFilters(minimumProfit: Double(number))))
        }
        try await self.running(worker("a", on: store, strategies: [strategy], concurrency: 2)) {
            for key in keys {
                let entry = try await end(of: key, in: store)
                #expect(entry?.summary.state == .complete)
            }
        }
        #expect((1...2).contains(running.withLock { $0.most }))
    }

    @Test func `runs a scan strategy by strategy and completes it`() async throws {
        let store = MemoryStore(lifetimes: lifetimes, clock: .system)
        let key = try await register(["one", "two"], in: store)
        try await running(worker("a", on: store)) {
            let entry = try #require(try await end(of: key, in: store))
            #expect(entry.summary.state == .complete)
            #expect(entry.summary.progress == ScanProgress(completed: 2, total: 2, found: 2))
            #expect(entry.runs.map(\.strategyID) == ["one", "two"])
        }
    }

    @Test func `hands its scan back when it is stopped, and another goes on at once`() async throws {
        let store = MemoryStore(lifetimes: ScanLifetimes(lease: .seconds(600)), clock: .system)
        let key = try await register(["one", "two"], in: store)
        let market = GatedMarket()
        try await running(worker("a", on: store, market: market)) {
            for await _ in market.requests.stream { break }
        }
        try await running(worker("b", on: store)) {
            let entry = try await end(of: key, in: store)
            #expect(entry?.summary.state == .complete)
        }
    }

    @Test func `goes on with the scan of a worker that is gone, from the strategies already done`() async throws {
        let isGone = Atomic(false)
        let clock = ScanClock(
            now: { Date() + (isGone.load(ordering: .relaxed) ? lifetimes.lease.seconds : 0) },
            sleep: ScanClock.system.sleep
        )
        let store = MemoryStore(lifetimes: lifetimes, clock: clock)
        let key = try await register(["one", "two"], in: store)
        let gone = try #require(try await store.next(for: WorkerID("gone"), waiting: .zero))
        var entry = gone.entry
        let done = StrategyRun(strategyID: "one", name: "done by the worker that is gone", milliseconds: 1)
        entry.append(done, at: Date())
        #expect(try await store.write(entry, under: gone))
        isGone.store(true, ordering: .relaxed)
        try await running(worker("b", on: store)) {
            let entry = try #require(try await end(of: key, in: store))
            #expect(entry.runs.first == done)
            #expect(entry.runs.map(\.strategyID) == ["one", "two"])
            #expect(entry.summary.state == .complete)
        }
    }

    @Test func `fails a scan over which three workers came to grief`() async throws {
        // In this test every lease is meant to expire.
        let store = MemoryStore(lifetimes: ScanLifetimes(lease: .milliseconds(300)), clock: .system)
        let key = try await register(["one", "two"], in: store)
        for number in 1...3 {
            var taken: ScanAssignment?
            while taken == nil { taken = try await store.next(for: WorkerID("\(number)"), waiting: .milliseconds(20)) }
        }
        try await running(worker("d", on: store)) {
            let entry = try #require(try await end(of: key, in: store))
            #expect(entry.summary.state == .failed)
            #expect(entry.summary.failure?.code == "attempts_exhausted")
        }
    }

    @Test(.timeLimit(.minutes(1))) func `keeps its lease for as long as a strategy takes`() async throws {
        // Time passes by the worker's pauses between renewals alone, so that a busy machine takes no lease away.
        let start = Date()
        let passed = Mutex(Duration.zero)
        let now: @Sendable () -> Date = { start.addingTimeInterval(passed.withLock { $0.seconds }) }
        let store = MemoryStore(lifetimes: lifetimes, clock: ScanClock(now: now, sleep: ScanClock.system.sleep))
        let renewing = ScanClock(now: now) { [lifetimes] pause in
            guard pause == lifetimes.lease / 3 else { return try await Task.sleep(for: pause) }
            try await Task.sleep(for: .milliseconds(5))
            passed.withLock { $0 += pause }
        }
        let key = try await register(["one"], in: store)
        let market = GatedMarket()
        try await running(worker("a", on: store, market: market, clock: renewing)) {
            for await _ in market.requests.stream { break }
            while passed.withLock({ $0 }) < lifetimes.lease * 3 {
                let taken = try await store.next(for: WorkerID("b"), waiting: .milliseconds(20))
                #expect(taken?.key == nil)
            }
            market.open()
            let entry = try await self.end(of: key, in: store)
            #expect(entry?.summary.state == .complete)
        }
    }

    @Test func `loses only the part of a strategy that throws`() async throws {
        let store = MemoryStore(lifetimes: lifetimes, clock: .system)
        let key = try await register(["one", "two"], in: store)
        let strategies = [TestStrategy("one", failure: StoreError(.corrupt, "secret")), TestStrategy("two")]
        try await running(worker("a", on: store, strategies: strategies)) {
            let entry = try #require(try await end(of: key, in: store))
            #expect(entry.summary.state == .complete)
            #expect(entry.summary.progress.completed == 2)
            let error = try #require(entry.runs.first?.error)
            #expect(!error.contains("secret"))
        }
    }

    @Test func `loses only the part of a strategy that never ends`() async throws {
        let store = MemoryStore(lifetimes: lifetimes, clock: .system)
        let key = try await register(["one", "two"], in: store)
        let spin = Spin()
        defer { spin.end() }
        let strategies: [any Strategy] = [spin.strategy("one"), TestStrategy("two")]
        let worker = worker("a", on: store, strategies: strategies, strategyDeadline: .milliseconds(500))
        try await running(worker) {
            let entry = try #require(try await end(of: key, in: store))
            #expect(entry.summary.state == .complete)
            #expect(entry.summary.progress == ScanProgress(completed: 2, total: 2, found: 1))
            #expect(entry.runs.map { $0.error == nil } == [false, true])
        }
    }

    @Test(arguments: [TestPortfolios(["ann": ["two"]]), TestPortfolios(["bob": ["two"]]), TestPortfolios(nil)])
    func `advises the user by the portfolio, as far as it can be had`(portfolios: TestPortfolios) async throws {
        let store = MemoryStore(lifetimes: lifetimes, clock: .system)
        let key = try await register(["one", "two"], in: store)
        let isKnown = portfolios.strategies?["ann"] != nil
        try await running(worker("a", on: store, portfolios: portfolios)) {
            let advice = try #require(try await end(of: key, in: store)?.advice)
            #expect(advice.activeStrategies == (isKnown ? ["two"] : ["one", "two"]))
            #expect(advice.recommendations.map(\.strategyID) == (isKnown ? ["one"] : []))
        }
    }

    @Test func `fails a scan of which every strategy throws or has nothing to go on`() async throws {
        let store = MemoryStore(lifetimes: lifetimes, clock: .system)
        let key = try await register(["one", "two"], in: store)
        let broken = TestStrategy("one", failure: StoreError(.corrupt, "broken"))
        // It does not throw, but has no data without a portfolio.
        let idle = ScriptedStrategy("two", parts: [.portfolio], needsPortfolio: true) { _ in StrategyFindings() }
        let strategies: [any Strategy] = [broken, idle]
        try await running(worker("a", on: store, strategies: strategies)) {
            let entry = try await end(of: key, in: store)
            #expect(entry?.summary.failure?.code == "market_unavailable")
        }
    }
}
