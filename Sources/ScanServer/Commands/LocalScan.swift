//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import MarketData
import MarketModel
import ScanCore
import ScanHTTP
import Strategies

/// One scan in this process, run as by a worker, but without a store and for a placeholder user.
struct LocalScan {
    private let runner: StrategyRunner
    private let order: StrategyRunner.Order
    private let key: CacheKey
    private let selected: [String]

    /// Opens the market and checks the names of symbols and strategies.
    ///
    /// - Throws: ``ServerError``, and the errors of the market.
    init(_ options: ScanServerCommand.Scan) async throws {
        let count = Int(options.symbols)
        let filters = ScanFilters(
            symbols: count == nil ? options.symbols.listed : [],
            strategyIDs: options.strategies?.listed ?? [],
            includesRecommendations: options.recommend
        )
        let market = try MarketSourceReference(options.market).open(seed: options.seed, symbolCount: count ?? 500)
        try await Self.check(filters, on: market)
        let latest = try await market.latestTime()
        let time = options.time ?? latest ?? Date()
        guard let user = UserID("local"), let scan = ScanID("scan_" + String(repeating: "0", count: 32)) else {
            throw ServerError("the local scan has no valid id")
        }
        key = CacheKey(user: user, filters: filters, scan: scan)
        order = StrategyRunner.Order(
            scan: scan,
            filters: filters,
            time: time,
            portfolio: try options.portfolio.map { try Portfolio(path: $0) }
        )
        runner = StrategyRunner(
            market: options.repeat > 1 ? FrozenMarket(market) : market,
            strategies: StrategyCatalogue.standard,
            threads: StrategyThreads(
                deadline: .seconds(options.strategyDeadline),
                cores: options.cores,
                clock: .system
            ),
            clock: .system,
            logger: Logger(label: "scan") { _ in SwiftLogNoOpLogHandler() }
        )
        selected = StrategyCatalogue.standard.filter { filters.keeps($0) }.map(\.id)
    }

    /// Runs the scan once.
    ///
    /// - Parameter onProgress: Called at the start and after each strategy.
    /// - Returns: The entry of the complete scan.
    /// - Throws: `CancellationError`.
    func run(onProgress: (ScanEntry) -> Void) async throws -> ScanEntry {
        let clock = ScanClock.system
        var entry = ScanEntry(key: key, filters: order.filters, strategies: selected, at: clock.now())
        onProgress(entry)
        try await runner.run(selected, for: order) { run in
            entry.append(run, at: clock.now())
            onProgress(entry)
            return true
        }
        entry.advise(try await runner.advice(on: entry, for: order))
        entry.complete(at: clock.now())
        return entry
    }

    /// Returns the reproducible part of the results as JSON, without user, scan id and times.
    static func json(of entry: ScanEntry, limit: Int?) throws -> String {
        try FindingsBody(entry).json(limit: limit)
    }

    private static func check(_ filters: ScanFilters, on market: any MarketSource) async throws {
        let ids = StrategyCatalogue.standard.map(\.id)
        if let unknown = filters.strategyIDs.first(where: { !ids.contains($0) }) {
            throw ServerError("--strategies: \(unknown.shown) is none of \(ids.joined(separator: ", "))")
        }
        guard !filters.symbols.isEmpty else { return }
        let known = Set(try await market.listings().map { $0.symbol.uppercased() })
        if let unknown = filters.symbols.first(where: { !known.contains($0) }) {
            throw ServerError("--symbols: the market does not list \(unknown.shown), but \(known.count) others")
        }
    }
}

extension String {
    fileprivate var listed: [String] { split(separator: ",").map(String.init) }
}
