//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import MarketData
import MarketModel
import ScanCore
import Strategies
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A strategy within a scan` {
    private let log = LogFixture()
    private let time = Date(timeIntervalSince1970: 1_770_033_600)

    private func runner(
        _ strategies: [any Strategy],
        deadline: Duration = .seconds(30),
        cores: Int = 2,
        market: any MarketSource = EmptyMarket()
    ) -> StrategyRunner {
        StrategyRunner(
            market: market,
            strategies: strategies,
            threads: StrategyThreads(deadline: deadline, cores: cores, clock: .system),
            clock: .system,
            logger: log.logger
        )
    }

    private func order(_ filters: ScanFilters = ScanFilters(), portfolio: Portfolio? = nil) -> StrategyRunner.Order {
        var generator = SystemRandomNumberGenerator()
        return StrategyRunner.Order(
            scan: ScanID(using: &generator),
            filters: filters,
            time: time,
            portfolio: portfolio
        )
    }

    @Test func `that never comes back is left out, and not started again until it has`() async throws {
        let spin = Spin()
        defer { spin.end() }
        let runner = runner([spin.strategy("spin"), TestStrategy("sound")], deadline: .milliseconds(500))
        let first = try await runner.run("spin", for: order())
        #expect(first.error?.contains("deadline") == true)
        let second = try await runner.run("spin", for: order())
        #expect(second.error?.contains("earlier scan") == true)
        #expect(spin.count == 1)
        #expect(try await runner.run("sound", for: order()).opportunities.count == 1)

        spin.end()
        let end = ContinuousClock.now + .seconds(20)
        var third = second
        while third.error != nil, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(5))
            third = try await runner.run("spin", for: order())
        }
        #expect(third.error == nil)
    }

    @Test func `gets its turn while more strategies than there are cores never come back`() async throws {
        let spin = Spin()
        defer { spin.end() }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let ids = (0...cores).map { "spin\($0)" }
        let runner = runner(ids.map(spin.strategy), deadline: .milliseconds(500))
        let errors = try await withThrowingTaskGroup(of: String?.self) { group in
            for id in ids { group.addTask { try await runner.run(id, for: order()).error } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(errors.compactMap(\.self).count == ids.count)
        #expect(spin.count == ids.count)
        let other = self.runner([TestStrategy("sound")])
        #expect(try await other.run("sound", for: order()).opportunities.count == 1)
    }

    @Test func `that looks at the sign ends when its deadline has passed`() async throws {
        let ends = AsyncStream.makeStream(of: Void.self)
        let strategy = ScriptedStrategy("obedient") { _ in
            defer { ends.continuation.yield() }
            while true { try CancellationFlag.check() }
        }
        let run = try await runner([strategy], deadline: .milliseconds(50)).run("obedient", for: order())
        #expect(run.error?.contains("deadline") == true)
        // The strategy ends by itself; otherwise this waits until the test's time limit.
        for await _ in ends.stream { break }
    }

    @Test func `is told to stop when its scan is cancelled`() async throws {
        let starts = AsyncStream.makeStream(of: Void.self)
        let ends = AsyncStream.makeStream(of: Void.self)
        let strategy = ScriptedStrategy("obedient") { _ in
            starts.continuation.yield()
            defer { ends.continuation.yield() }
            while true { try CancellationFlag.check() }
        }
        let runner = runner([strategy])
        await withThrowingTaskGroup(of: StrategyRun.self) { group in
            group.addTask { try await runner.run("obedient", for: order()) }
            for await _ in starts.stream { break }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
        for await _ in ends.stream { break }
    }

    @Test func `that throws is named with a sentence that gives nothing away`() async throws {
        let strategy = TestStrategy("broken", failure: StoreError(.corrupt, "secret"))
        let run = try await runner([strategy]).run("broken", for: order())
        #expect(run.error == "The strategy could not be run.")
        #expect(log.messages(.error) == ["A strategy failed"])
    }

    @Test func `spreads its symbols over the cores`() async throws {
        let working = Atomic(0)
        // Each part waits until another one runs concurrently; a single thread would run into the deadline.
        let strategy = ScriptedStrategy("parallel", judgesSymbolsAlone: true) { _ in
            working.add(1, ordering: .relaxed)
            while working.load(ordering: .relaxed) < 2 { try CancellationFlag.check() }
            return StrategyFindings()
        }
        let run = try await runner([strategy], market: NamesMarket(count: 50)).run("parallel", for: order())
        #expect(run.error == nil)
        #expect(run.symbols == 50)
    }

    @Test func `loses all of its part when one symbol makes it throw`() async throws {
        let strategy = ScriptedStrategy("broken", judgesSymbolsAlone: true) { market in
            if market.series.contains(where: { $0.listing.symbol == "S77-USDT" }) { throw StoreError(.corrupt, "") }
            return StrategyFindings(omitted: market.series.map { .init(symbol: $0.listing.symbol, reason: .stale) })
        }
        let run = try await runner([strategy], market: NamesMarket(count: 100)).run("broken", for: order())
        #expect(run.error != nil)
        #expect(run.omissions.total == 0)
    }

    @Test func `finds the same, in the same order, on any number of cores`() async throws {
        let market = SyntheticMarket(seed: 5, symbolCount: 16)
        let listings = try await market.listings()
        let held = Portfolio(cashUSD: 1000, holdings: [Portfolio.Holding(symbol: "BTC-USDT", quantity: 2)])
        for strategy in StrategyCatalogue.standard {
            let seen = try await market.market(for: strategy, listings: listings, portfolio: held, at: time)
            let whole = try strategy.findings(in: seen, at: time)
            for cores in [1, 3] {
                let runner = runner([strategy], cores: cores, market: market)
                let run = try await runner.run(strategy.id, for: order(portfolio: held))
                #expect(run.opportunities == whole.opportunities)
                #expect(run.signals == whole.signals)
                #expect(run.omissions == Omissions(whole.omitted))
            }
        }
    }

    @Test func `sees a large market block by block, if it judges symbols by themselves`() async throws {
        let largest = Mutex(0)
        let alone = ScriptedStrategy("alone", judgesSymbolsAlone: true) { market in
            largest.withLock { $0 = max($0, market.series.count) }
            return StrategyFindings(omitted: market.series.map { .init(symbol: $0.listing.symbol, reason: .stale) })
        }
        let together = ScriptedStrategy("together") { market in
            if market.series.count != 2500 { throw StoreError(.corrupt, "") }
            return StrategyFindings()
        }
        let runner = runner([alone, together], market: NamesMarket(count: 2500))
        let run = try await runner.run("alone", for: order())
        #expect(run.omissions.total == 2500)
        #expect(run.symbols == 2500)
        #expect(largest.withLock { $0 } < 1000)
        #expect(try await runner.run("together", for: order()).error == nil)
    }

    @Test func `sees no more symbols than it judges together, besides those that are held`() async throws {
        let strategy = ScriptedStrategy("universe", parts: [.portfolio], universe: 10) { market in
            StrategyFindings(omitted: market.series.map { .init(symbol: $0.listing.symbol, reason: .stale) })
        }
        let held = Portfolio(
            cashUSD: 1,
            holdings: ["S3-USDT", "S60-USDT", "S70-USDT"].map { .init(symbol: $0, quantity: 1) }
        )
        let runner = runner([strategy], market: NamesMarket(count: 90))
        #expect(try await runner.run("universe", for: order()).symbols == 10)
        let run = try await runner.run("universe", for: order(portfolio: held))
        let listings = try await NamesMarket(count: 90).listings().ofGreatestVolume(
            10,
            and: Set(held.holdings.map(\.symbol))
        )
        #expect(run.omissions.named.map(\.symbol) == listings.map(\.symbol))
        #expect(run.symbols > 10)
    }

    @Test func `runs beside the next one, and is handed over before it`() async throws {
        let isStarted = Atomic(false)
        let waiting = ScriptedStrategy("waiting") { _ in
            while !isStarted.load(ordering: .relaxed) { try CancellationFlag.check() }
            return StrategyFindings()
        }
        let others = (1...5).map { number in
            ScriptedStrategy("other-\(number)") { _ in
                if number == 5 { isStarted.store(true, ordering: .relaxed) }
                return StrategyFindings()
            }
        }
        let ids = ["waiting"] + others.map(\.id)
        var seen: [String] = []
        try await runner([waiting] + others).run(ids, for: order()) { run in
            #expect(run.error == nil)
            seen.append(run.strategyID)
            return true
        }
        #expect(seen == ids)
    }

    @Test func `is not run any more once nobody wants to know`() async throws {
        let count = Atomic(0)
        let strategies = (1...10).map { number in
            ScriptedStrategy("\(number)") { _ in
                count.add(1, ordering: .relaxed)
                // The third and later ones go on until they are cancelled, so that none of them makes room for another.
                while number > 2 { try CancellationFlag.check() }
                return StrategyFindings()
            }
        }
        var seen = 0
        try await runner(strategies).run(strategies.map(\.id), for: order()) { _ in
            seen += 1
            return seen < 2
        }
        #expect(seen == 2)
        #expect(count.load(ordering: .relaxed) <= 5)
    }

    @Test func `names the first symbols that it left out and counts them all`() async throws {
        let strategy = ScriptedStrategy("omitting", judgesSymbolsAlone: true) { market in
            StrategyFindings(omitted: market.series.map { .init(symbol: $0.listing.symbol, reason: .stale) })
        }
        let run = try await runner([strategy], market: NamesMarket(count: 90)).run("omitting", for: order())
        #expect(run.omissions.counts == ["stale": 90])
        #expect(run.omissions.named.map(\.symbol) == (0..<Omissions.namedSymbols).map { "S\($0)-USDT" })
        #expect(run.tiers == [.retail, .professional, .enterprise])
    }

    @Test func `asks no market on behalf of a user whose portfolio is not known, if it judges that alone`() async throws
    {
        let strategy = ScriptedStrategy("needing", parts: [.portfolio], needsPortfolio: true) { _ in
            throw StoreError(.corrupt, "")
        }
        let runner = runner([strategy])
        let run = try await runner.run("needing", for: order())
        #expect(run == StrategyRun(strategyID: "needing", name: strategy.name, milliseconds: run.milliseconds))
    }

    @Test func `sees the portfolio if it asks for it`() async throws {
        let held = Portfolio(cashUSD: 1, holdings: [])
        let asking = ScriptedStrategy("asking", parts: [.portfolio]) { market in
            if market.portfolio != held { throw StoreError(.corrupt, "") }
            return StrategyFindings()
        }
        let other = ScriptedStrategy("other") { market in
            if market.portfolio != nil { throw StoreError(.corrupt, "") }
            return StrategyFindings()
        }
        let runner = runner([asking, other])
        for id in ["asking", "other"] {
            #expect(try await runner.run(id, for: order(portfolio: held)).error == nil)
        }
    }
}
