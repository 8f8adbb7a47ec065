//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
import KitSupport
package import Logging
package import MarketModel
import Metrics
package import Strategies

/// A runner of strategies: it fetches a strategy's market data, evaluates the strategy and filters its findings.
///
/// It needs neither queue nor store, so a scan can be run without a server.
package struct StrategyRunner: Sendable {
    /// The parameters of a scan that strategies depend on.
    package struct Order: Sendable {
        /// The scan's id, for the log.
        package let scan: ScanID
        /// The filters of the scan.
        package let filters: ScanFilters
        /// The market time, in whole milliseconds, the precision of every store.
        package let time: Date
        /// The user's portfolio, if known.
        package let portfolio: Portfolio?

        /// Creates an order.
        package init(scan: ScanID, filters: ScanFilters, time: Date, portfolio: Portfolio?) {
            self.scan = scan
            self.filters = filters
            self.time = Date(timeIntervalSince1970: Double(time.epochMilliseconds) / 1000)
            self.portfolio = portfolio
        }
    }

    /// The known strategies, in scan order.
    package let strategies: [any Strategy]
    /// Returns the number of strategies of a scan that run concurrently.
    ///
    /// Three with two cores, so that both are busy even if one strategy cannot be split and the market data of another
    /// are being fetched.
    ///
    /// - Parameter cores: The number of threads that share a strategy's symbols; by default the cores of this machine.
    /// - Returns: At least 1.
    package static func overlap(onCores cores: Int = StrategyThreads.standardCores) -> Int { cores > 1 ? 3 : 1 }

    private let market: any MarketSource
    private let threads: StrategyThreads
    private let clock: ScanClock
    private let logger: Logger
    /// The distribution of each strategy's time.
    private let durations: [String: Metrics.Timer]

    /// Creates a runner.
    package init(
        market: any MarketSource,
        strategies: [any Strategy],
        threads: StrategyThreads,
        clock: ScanClock,
        logger: Logger
    ) {
        self.market = market
        self.strategies = strategies
        self.threads = threads
        self.clock = clock
        self.logger = logger
        durations = Dictionary(
            strategies.map { strategy in
                let timer = Metrics.Timer(
                    label: "scan_strategy_duration_seconds",
                    dimensions: [("strategy", strategy.id)]
                )
                return (strategy.id, timer)
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Runs one strategy; its failure costs only its own findings.
    ///
    /// - Throws: Only `CancellationError`.
    package func run(_ id: String, for order: Order) async throws(CancellationError) -> StrategyRun {
        let start = clock.now()
        let began = ContinuousClock.now
        defer { durations[id]?.recordNanoseconds((ContinuousClock.now - began).nanoseconds) }
        var listings: [Listing] = []
        guard let strategy = strategies.first(where: { $0.id == id }) else {
            return StrategyRun(strategyID: id, name: id, milliseconds: 0, error: "The strategy is not known here.")
        }
        func report(_ findings: StrategyFindings, error: String? = nil) -> StrategyRun {
            StrategyRun(
                strategyID: id,
                name: strategy.name,
                opportunities: findings.opportunities.filter { order.filters.keeps($0) },
                signals: findings.signals,
                symbols: Set(listings.map(\.symbol)).count,
                tiers: Set(listings.map(\.tier)).sorted(),
                omissions: Omissions(findings.omitted),
                milliseconds: Int64(clock.now().timeIntervalSince(start) * 1000),
                error: error
            )
        }
        guard !strategy.needsPortfolio || order.portfolio != nil else { return report(StrategyFindings()) }
        do {
            listings = try await market.listings().filter { order.filters.keeps($0) }
            if let universe = strategy.universe {
                let held = strategy.parts.contains(.portfolio) ? order.portfolio?.holdings.map(\.symbol) ?? [] : []
                listings = listings.ofGreatestVolume(universe, and: Set(held))
            }
            return report(try await findings(of: strategy, among: listings, for: order))
        } catch {
            if Task.isCancelled { throw CancellationError() }
            let trouble = StrategyTrouble(error)
            logger.error(
                "A strategy failed",
                metadata: ["scan_id": "\(order.scan)", "strategy": "\(id)", "reason": "\(error)"]
            )
            trouble.count(of: id)
            return report(StrategyFindings(), error: trouble.sentence)
        }
    }

    /// Runs strategies, some of them concurrently on several cores, and delivers their runs in the requested order.
    ///
    /// The market data of the next strategy are fetched while one computes, and a strategy that cannot be split over
    /// the cores does not leave them idle. The results do not depend on that.
    ///
    /// - Parameters:
    ///   - ids: The strategies.
    ///   - order: The order of the scan.
    ///   - body: Receives a run while other strategies continue. If it returns `false`, no more are run.
    /// - Throws: Only `CancellationError`.
    package func run(
        _ ids: [String],
        for order: Order,
        _ body: (StrategyRun) async throws(CancellationError) -> Bool
    ) async throws(CancellationError) {
        do {
            try await withThrowingTaskGroup(of: (Int, StrategyRun).self) { group in
                var waiting = ids.enumerated().makeIterator()
                func start() {
                    guard let (number, id) = waiting.next() else { return }
                    group.addTask { (number, try await run(id, for: order)) }
                }
                for _ in 0..<Self.overlap(onCores: threads.cores) { start() }
                var done: [Int: StrategyRun] = [:]
                var next = 0
                while let (number, run) = try await group.next() {
                    start()
                    done[number] = run
                    while let run = done.removeValue(forKey: next) {
                        next += 1
                        guard try await body(run) else { return group.cancelAll() }
                    }
                }
            }
        } catch {
            // Errors of a strategy are part of its run, so only cancellation is thrown.
            throw CancellationError()
        }
    }

    /// Fetches market data and evaluates, block by block if the strategy allows it.
    private func findings(
        of strategy: any Strategy,
        among listings: [Listing],
        for order: Order
    ) async throws -> StrategyFindings {
        // Of two equal symbols only the first is evaluated, so a market with duplicates must not be split.
        let isDivisible = strategy.judgesSymbolsAlone && Set(listings.map(\.symbol)).count == listings.count
        let size = isDivisible ? Self.blockSize : max(1, listings.count)
        var parts: [StrategyFindings] = []
        for start in stride(from: 0, to: max(1, listings.count), by: size) {
            let block = listings[start..<min(start + size, listings.count)]
            let seen = try await market.market(
                for: strategy,
                listings: Array(block),
                portfolio: order.portfolio,
                at: order.time
            )
            parts.append(try await threads.findings(of: strategy, in: seen, at: order.time))
        }
        return StrategyFindings(joining: parts)
    }

    /// The number of symbols held in memory at a time; only larger markets are fetched in several requests.
    private static let blockSize = 500

    /// Determines the findings of strategies that the user does not run, as advice.
    ///
    /// Strategies excluded by the scan's filter are run as well, for their findings under the other filters, unless the
    /// scan excludes recommendations.
    ///
    /// - Throws: Only `CancellationError`.
    package func advice(on entry: ScanEntry, for order: Order) async throws(CancellationError) -> ScanAdvice {
        var runs = entry.runs
        let scanned = entry.summary.strategies
        let active = order.portfolio?.strategies ?? []
        if order.filters.includesRecommendations {
            let others = strategies.map(\.id).filter { !scanned.contains($0) && !active.contains($0) }
            try await run(others, for: order) {
                runs.append($0)
                return true
            }
        }
        return ScanAdvice(runs, strategies: strategies, scanned: scanned, portfolio: order.portfolio)
    }
}

/// The reason of a failed strategy, in the detail that users may see.
private enum StrategyTrouble: String {
    case deadline
    case busy
    case failure

    init(_ error: any Error) {
        self =
            switch error as? StrategyFault {
            case .deadline: .deadline
            case .stillRunning: .busy
            case nil: .failure
            }
    }

    var sentence: String {
        switch self {
        case .deadline: "The strategy ran past its deadline and was left out."
        case .busy: "The strategy has not come back from an earlier scan and was left out."
        case .failure: "The strategy could not be run."
        }
    }

    /// Counts one failure.
    func count(of strategy: String) {
        Counter(
            label: "scan_strategy_failures_total",
            dimensions: [("strategy", strategy), ("reason", rawValue)]
        ).increment()
    }
}
