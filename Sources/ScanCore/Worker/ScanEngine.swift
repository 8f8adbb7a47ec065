//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import Logging
package import MarketData
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
    private let market: any MarketSource
    private let strategies: [String: any Strategy]
    private let lifetimes: ScanLifetimes
    private let clock: ScanClock
    private let logger: Logger

    /// Creates an engine.
    package init(
        queue: any ScanQueue,
        market: any MarketSource,
        strategies: [any Strategy],
        lifetimes: ScanLifetimes,
        clock: ScanClock,
        logger: Logger
    ) {
        self.queue = queue
        self.market = market
        self.strategies = Dictionary(strategies.map { ($0.id, $0) }) { first, _ in first }
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
        var entry = assignment.entry
        for id in entry.pendingStrategies {
            guard !Task.isCancelled, let run = await evaluate(id, for: entry.summary) else { return .interrupted }
            entry.append(run, at: clock.now())
            let written = entry
            let ended = await persist(under: assignment) { () async throws(StoreError) in
                try await queue.write(written, under: assignment)
            }
            if let ended { return ended }
        }
        conclude(&entry)
        let final = entry
        return await persist(under: assignment) { () async throws(StoreError) in
            try await queue.finish(final, under: assignment)
        } ?? .finished
    }

    /// Completes a scan, or fails it when not one strategy had anything to go on.
    private func conclude(_ entry: inout ScanEntry) {
        let hasWorked = entry.runs.isEmpty || entry.runs.contains { $0.error == nil }
        if hasWorked {
            entry.complete(at: clock.now())
        } else {
            entry.fail(
                ScanFailure(code: "market_unavailable", message: "No strategy could be run on the market data."),
                at: clock.now()
            )
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

    /// Runs one strategy; its trouble costs its own part alone.
    ///
    /// - Returns: `nil` when the worker is stopping.
    private func evaluate(_ id: String, for summary: ScanSummary) async -> StrategyRun? {
        let start = clock.now()
        func elapsed() -> Int64 { Int64(clock.now().timeIntervalSince(start) * 1000) }
        guard let strategy = strategies[id] else {
            return StrategyRun(strategyID: id, name: id, milliseconds: 0, error: "The strategy is not known here.")
        }
        do {
            let listings = try await market.listings().filter { summary.filters.keeps($0) }
            let seen = try await market.market(for: strategy, listings: listings, at: summary.startedAt)
            let findings = try strategy.findings(in: seen, at: summary.startedAt)
            return StrategyRun(
                strategyID: id,
                name: strategy.name,
                opportunities: findings.opportunities.filter { summary.filters.keeps($0) },
                signals: findings.signals,
                symbols: listings.count,
                omitted: findings.omitted.count,
                milliseconds: elapsed()
            )
        } catch is CancellationError {
            return nil
        } catch {
            logger.error(
                "A strategy failed",
                metadata: ["scan_id": "\(summary.key.scan)", "strategy": "\(id)", "reason": "\(error)"]
            )
            return StrategyRun(
                strategyID: id,
                name: strategy.name,
                milliseconds: elapsed(),
                error: "The strategy could not be run."
            )
        }
    }
}
