//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Strategies
import Testing

extension UserID {
    static let ann = known("ann")
    static let bob = known("bob")

    private static func known(_ name: String) -> UserID {
        guard let id = UserID(name) else { preconditionFailure("'\(name)' is no user id") }
        return id
    }
}

extension WorkerID {
    static let first = WorkerID("first")
    static let second = WorkerID("second")
}

/// Returns a registration of a new scan with two strategies.
func registration(
    of user: UserID = .ann,
    symbols: [String] = [],
    forces: Bool = false,
    quota: Quota? = nil,
    at time: Date = Date()
) -> ScanRegistration {
    var generator = SystemRandomNumberGenerator()
    let filters = ScanFilters(symbols: symbols)
    let key = CacheKey(user: user, filters: filters, scan: ScanID(using: &generator))
    let entry = ScanEntry(key: key, filters: filters, strategies: ["one", "two"], at: time)
    return ScanRegistration(entry: entry, forces: forces, quota: quota)
}

/// Returns the run of a strategy with one opportunity.
func run(of strategy: String) -> StrategyRun {
    let opportunity = Opportunity(
        strategyID: strategy,
        strategyName: strategy,
        opportunityType: "spot_momentum",
        symbol: "BTC-USDT",
        exchange: "binance",
        profitPotentialUSD: 10,
        confidenceScore: 50,
        riskLevel: .low,
        requiredCapitalUSD: 100,
        estimatedTimeframe: "1-3d",
        entryPrice: 1,
        exitPrice: nil,
        metadata: [:],
        discoveredAt: Date(timeIntervalSince1970: 1_800_000_000)
    )
    return StrategyRun(strategyID: strategy, name: strategy, opportunities: [opportunity], milliseconds: 5)
}

extension ScanEntry {
    /// Returns the entry with one more strategy run.
    func appending(_ strategy: String) -> ScanEntry {
        var entry = self
        entry.append(run(of: strategy), at: Date())
        return entry
    }

    /// The entry, marked complete.
    var completed: ScanEntry {
        var entry = self
        entry.complete(at: Date())
        return entry
    }

    /// The entry, marked failed.
    var failed: ScanEntry {
        var entry = self
        entry.fail(ScanFailure(code: "test", message: "It failed."), at: Date())
        return entry
    }
}

extension StoreFixture {
    /// Registers a scan and takes its lease.
    func assignment(_ scan: ScanRegistration, to worker: WorkerID = .first) async throws -> ScanAssignment {
        guard case .registered = try await store.register(scan) else {
            throw TestFailure("the scan was not registered")
        }
        return try await next(for: worker)
    }

    /// Waits for the next scan in the queue, a minute at most.
    ///
    /// It asks again and again, since a lease that runs out shows when the queue is asked. It calls itself, since the
    /// optimiser of Swift 6.3 crashes on a loop around this call.
    func next(for worker: WorkerID, within attempts: Int = 600) async throws -> ScanAssignment {
        if let assignment = try await queue.next(for: worker, waiting: .milliseconds(100)) { return assignment }
        guard attempts > 1 else { throw TestFailure("no scan came out of the queue") }
        return try await next(for: worker, within: attempts - 1)
    }
}

/// An error that ends a test.
struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
