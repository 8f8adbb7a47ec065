//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import InMemoryLogging
import Logging
import MarketData
import MarketModel
import ScanCore
import Strategies
import Synchronization

extension UserID {
    static let ann = UserID("ann") ?? unreachable()
    static let bob = UserID("bob") ?? unreachable()

    private static func unreachable() -> UserID { preconditionFailure("the name is a user id") }
}

/// A clock that tests advance by hand; sleeping returns at once.
final class HandClock: Sendable {
    private let time: Mutex<Date>

    init(_ start: Date = Date(timeIntervalSince1970: 1_800_000_000)) {
        time = Mutex(start)
    }

    func advance(by seconds: Double) { time.withLock { $0 += seconds } }

    var clock: ScanClock {
        ScanClock(
            now: { self.time.withLock { $0 } },
            sleep: { _ in
                try Task.checkCancellation()
                await Task.yield()
            }
        )
    }
}

/// An in-memory log with its logger.
struct LogFixture {
    let handler = InMemoryLogHandler()

    var logger: Logger {
        var logger = Logger(label: "test") { _ in handler }
        logger.logLevel = .debug
        return logger
    }

    /// Returns the messages at or above a level.
    func messages(_ level: Logger.Level = .debug) -> [String] {
        handler.entries.filter { $0.level >= level }.map { "\($0.message)" }
    }
}

/// A strategy that finds one opportunity, or throws.
struct TestStrategy: Strategy {
    let id: String
    var failure: (any Error)?
    let name = "Test"
    let opportunityType = "test"
    let need = CandleNeed(interval: .oneHour, count: 1)

    init(_ id: String, failure: (any Error)? = nil) {
        self.id = id
        self.failure = failure
    }

    func findings(in market: Market, at time: Date) throws -> StrategyFindings {
        if let failure { throw failure }
        let opportunity = Opportunity(
            strategyID: id,
            strategyName: name,
            opportunityType: opportunityType,
            symbol: "BTC-USDT",
            exchange: "binance",
            profitPotentialUSD: 10,
            confidenceScore: 50,
            riskLevel: .low,
            requiredCapitalUSD: 100,
            estimatedTimeframe: "1-3d",
            entryPrice: 1,
            exitPrice: 2,
            metadata: [:],
            discoveredAt: time
        )
        return StrategyFindings(opportunities: [opportunity])
    }
}

/// A market without listings that blocks each request for candles until it is opened.
final class GatedMarket: MarketSource {
    private let gate = Mutex<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))
    /// The requests for candles, one element each.
    let requests = AsyncStream.makeStream(of: Void.self)

    func listings() async throws -> [Listing] { [] }

    func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        requests.continuation.yield()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = gate.withLock { gate in
                    if gate.isOpen || Task.isCancelled { return true }
                    gate.waiters.append(continuation)
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            release()
        }
        try Task.checkCancellation()
        return []
    }

    /// Unblocks all requests, now and later.
    func open() {
        gate.withLock { $0.isOpen = true }
        release()
    }

    private func release() {
        let waiters = gate.withLock { gate in
            defer { gate.waiters = [] }
            return gate.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

/// A market without listings.
struct EmptyMarket: MarketSource {
    func listings() async throws -> [Listing] { [] }
    func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] { [] }
}
