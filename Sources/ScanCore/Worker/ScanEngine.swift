//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Logging
package import MarketModel
package import Strategies

/// Runs one scan: strategy by strategy, an entry write after each, then the finish.
package struct ScanEngine: Sendable {
    /// How a worker's turn at a scan ended.
    package enum Outcome: String, Sendable, Hashable {
        /// The final entry is written.
        case finished
        /// The lease was lost; whoever holds it now goes on.
        case lost
        /// The worker is stopping; the scan is to be handed back.
        case interrupted
    }

    private let queue: any ScanQueue
    private let runner: StrategyRunner
    private let portfolios: (any PortfolioSource)?
    private let marketTime: Date?
    private let lifetimes: ScanLifetimes
    private let clock: ScanClock
    private let logger: Logger

    /// Creates an engine.
    ///
    /// - Parameters:
    ///   - queue: Where progress and results are written.
    ///   - market: Where the candles and all else come from.
    ///   - portfolios: Where it is known what users hold, if it is.
    ///   - strategies: The strategies there are, in the order in which a scan runs them.
    ///   - strategyDeadline: How long a strategy may judge.
    ///   - marketTime: When the market is looked at; when the scan was registered unless given.
    ///   - lifetimes: How long a lease holds.
    ///   - clock: The time.
    ///   - logger: Where the operator's messages go.
    package init(
        queue: any ScanQueue,
        market: any MarketSource,
        portfolios: (any PortfolioSource)? = nil,
        strategies: [any Strategy],
        strategyDeadline: Duration = StrategyThreads.defaultDeadline,
        marketTime: Date? = nil,
        lifetimes: ScanLifetimes,
        clock: ScanClock,
        logger: Logger
    ) {
        self.queue = queue
        self.runner = StrategyRunner(
            market: market,
            strategies: strategies,
            threads: StrategyThreads(deadline: strategyDeadline, clock: clock),
            clock: clock,
            logger: logger
        )
        self.portfolios = portfolios
        self.marketTime = marketTime
        self.lifetimes = lifetimes
        self.clock = clock
        self.logger = logger
    }

    /// Goes on with a scan from the strategies already done, and renews its lease meanwhile.
    package func run(_ assignment: ScanAssignment) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await self.keepLease(assignment) }
            group.addTask { await self.scan(assignment) }
            let outcome = await group.next() ?? .interrupted
            group.cancelAll()
            return outcome
        }
    }

    /// Fails a scan over which too many workers have come to grief.
    package func giveUp(_ assignment: ScanAssignment, after attempts: Int) async -> Outcome {
        var entry = assignment.entry
        entry.fail(
            ScanFailure(code: "attempts_exhausted", message: "The scan was given up after \(attempts) attempts."),
            at: clock.now()
        )
        return await persist(under: assignment) { [entry] () async throws(StoreError) in
            try await queue.finish(entry, under: assignment)
        } ?? .finished
    }

    /// Renews the lease at a third of its length until it is lost or the scan is over.
    private func keepLease(_ assignment: ScanAssignment) async -> Outcome {
        while true {
            do {
                try await clock.sleep(lifetimes.lease / 3)
                guard try await queue.renew(assignment) else { return .lost }
            } catch is StoreError {
                // Out of reach: the lease may outlive that. If it does not, the next renewal or write says so.
                continue
            } catch {
                return .interrupted
            }
        }
    }

    private func scan(_ assignment: ScanAssignment) async -> Outcome {
        do {
            var entry = assignment.entry
            let order = try await order(for: entry.summary)
            var ended: Outcome?
            try await runner.run(entry.pendingStrategies, for: order) { run async throws(CancellationError) in
                entry.append(run, at: clock.now())
                // The last one is not said to be done before everything is.
                if entry.pendingStrategies.isEmpty { entry.advise(try await runner.advice(on: entry, for: order)) }
                let written = entry
                ended = await persist(under: assignment) { () async throws(StoreError) in
                    try await queue.write(written, under: assignment)
                }
                return ended == nil
            }
            if let ended { return ended }
            if entry.advice == nil { entry.advise(try await runner.advice(on: entry, for: order)) }
            conclude(&entry)
            let final = entry
            return await persist(under: assignment) { () async throws(StoreError) in
                try await queue.finish(final, under: assignment)
            } ?? .finished
        } catch {
            return .interrupted
        }
    }

    /// What a scan asks of the strategies; a portfolio that cannot be had is as one that is not known.
    private func order(for summary: ScanSummary) async throws(CancellationError) -> StrategyRunner.Order {
        var portfolio: Portfolio?
        do {
            portfolio = try await portfolios?.portfolio(of: summary.key.user.description)
        } catch {
            if Task.isCancelled { throw CancellationError() }
            logger.error(
                "Cannot read a user's portfolio, going on without",
                metadata: ["scan_id": "\(summary.key.scan)", "reason": "\(error)"]
            )
        }
        return StrategyRunner.Order(
            scan: summary.key.scan,
            filters: summary.filters,
            time: marketTime ?? summary.startedAt,
            portfolio: portfolio
        )
    }

    /// Completes a scan, or fails it when not one strategy had anything to go on.
    private func conclude(_ entry: inout ScanEntry) {
        if entry.hadNothingToGoOn {
            entry.fail(
                ScanFailure(code: "market_unavailable", message: "No strategy could be run on the market data."),
                at: clock.now()
            )
        } else {
            entry.complete(at: clock.now())
        }
    }

    /// Writes until the store has taken it, the lease is lost, or the worker stops.
    ///
    /// - Returns: `nil` once it is written.
    private func persist(
        under assignment: ScanAssignment,
        _ write: () async throws(StoreError) -> Bool
    ) async -> Outcome? {
        while !Task.isCancelled {
            do throws(StoreError) {
                return try await write() ? nil : .lost
            } catch {
                logger.warning(
                    "Cannot write a scan, trying again",
                    metadata: ["scan_id": "\(assignment.key.scan)", "reason": "\(error)"]
                )
                try? await clock.sleep(.milliseconds(200))
            }
        }
        return .interrupted
    }
}
