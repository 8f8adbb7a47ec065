//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Logging
package import MarketModel
package import Strategies

/// An engine that runs one scan: strategy by strategy, with an entry write after each, then the final write.
package struct ScanEngine: Sendable {
    /// The outcome of a worker's run of a scan.
    package enum Outcome: String, Sendable, Hashable {
        /// The final entry has been written.
        case finished
        /// The lease was lost; another worker continues the scan.
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
    private let metrics = WorkMetrics()

    /// Creates an engine.
    ///
    /// - Parameters:
    ///   - queue: The queue, which progress and results are written through.
    ///   - market: The source of candles and other market data.
    ///   - portfolios: The source of users' portfolios, if any.
    ///   - strategies: The known strategies, in scan order.
    ///   - threads: The threads that strategies compute on.
    ///   - marketTime: The fixed market time; by default the registration time of each scan.
    ///   - lifetimes: The retention periods, for the lease time.
    ///   - clock: The clock.
    ///   - logger: The logger of messages for operators.
    package init(
        queue: any ScanQueue,
        market: any MarketSource,
        portfolios: (any PortfolioSource)? = nil,
        strategies: [any Strategy],
        threads: StrategyThreads,
        marketTime: Date? = nil,
        lifetimes: ScanLifetimes,
        clock: ScanClock,
        logger: Logger
    ) {
        self.queue = queue
        runner = StrategyRunner(
            market: market,
            strategies: strategies,
            threads: threads,
            clock: clock,
            logger: logger
        )
        self.portfolios = portfolios
        self.marketTime = marketTime
        self.lifetimes = lifetimes
        self.clock = clock
        self.logger = logger
    }

    /// Continues a scan after its finished strategies, and renews its lease meanwhile.
    package func run(_ assignment: ScanAssignment) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await keepLease(assignment) }
            group.addTask { await scan(assignment) }
            let outcome = await group.next() ?? .interrupted
            group.cancelAll()
            return outcome
        }
    }

    /// Fails a scan after too many attempts.
    package func giveUp(_ assignment: ScanAssignment, after attempts: Int) async -> Outcome {
        var entry = assignment.entry
        entry.fail(
            ScanFailure(code: "attempts_exhausted", message: "The scan was given up after \(attempts) attempts."),
            at: clock.now()
        )
        return await finish(entry, under: assignment)
    }

    /// Writes the final entry.
    private func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async -> Outcome {
        let outcome = await persist(under: assignment) { () async throws(StoreError) in
            try await queue.finish(entry, under: assignment)
        }
        if outcome == nil {
            metrics.countEnd(of: entry.summary, after: clock.now().timeIntervalSince(entry.summary.startedAt))
        }
        return outcome ?? .finished
    }

    /// Renews the lease every third of the lease time until it is lost or the scan ends.
    private func keepLease(_ assignment: ScanAssignment) async -> Outcome {
        while true {
            do {
                try await clock.sleep(lifetimes.lease / 3)
                guard try await queue.renew(assignment) else { return .lost }
            } catch is StoreError {
                // The store is unavailable, but the lease may survive that; the next renewal or write tells.
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
                // Advice first: the last strategy must not be reported finished before everything is.
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
            return await finish(entry, under: assignment)
        } catch {
            return .interrupted
        }
    }

    /// Returns the order of a scan; a portfolio that cannot be read is treated as unknown.
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

    /// Completes a scan, or fails it if no strategy had any data.
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

    /// Retries a write until it succeeds, the lease is lost, or the worker stops.
    ///
    /// - Returns: `nil` on success.
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
