//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import Logging
package import Strategies

/// The application service of the API: it starts scans and reads their status and results.
package struct ScanService: Sendable {
    let store: any ScanStore
    let diagnostics: (any ScanDiagnostics)?
    let memory: ScanMemory
    let resolver: any ScanResolving
    /// The strategies that a full scan runs, in order.
    package let strategies: [any Strategy]
    let quota: Quota?
    let rendering: any AnswerRendering
    let clock: ScanClock
    let makeID: @Sendable () -> ScanID
    let logger: Logger
    let metrics = ServiceMetrics()

    /// Creates a service.
    ///
    /// - Parameters:
    ///   - store: The store of scans.
    ///   - diagnostics: The lifecycles of scans, by which one that is missing is told from one that never was.
    ///   - memory: The in-memory cache of this process.
    ///   - resolver: The resolver of scan ids.
    ///   - strategies: The strategies that a full scan runs, in order.
    ///   - quota: The rate limit of scans for one user; `nil` for no limit.
    ///   - rendering: The rendering of answers that are not stored.
    ///   - clock: The clock.
    ///   - makeID: Generates ids that cannot be guessed.
    ///   - logger: The logger of messages for operators.
    package init(
        store: any ScanStore,
        diagnostics: (any ScanDiagnostics)? = nil,
        memory: ScanMemory,
        resolver: any ScanResolving,
        strategies: [any Strategy],
        quota: Quota?,
        rendering: any AnswerRendering,
        clock: ScanClock,
        makeID: @escaping @Sendable () -> ScanID,
        logger: Logger
    ) {
        self.store = store
        self.diagnostics = diagnostics
        self.memory = memory
        self.resolver = resolver
        self.strategies = strategies
        self.quota = quota
        self.rendering = rendering
        self.clock = clock
        self.makeID = makeID
        self.logger = logger
    }

    /// Returns the user's latest scan that is still stored.
    package func latestScan(of user: UserID) async throws(StoreError) -> ScanSummary? {
        guard let key = try await store.latestScan(of: user) else { return nil }
        return try await store.summary(at: key)?.summary
    }

    /// Returns the strategies that a scan with the given filters runs.
    func strategies(for filters: ScanFilters) -> [any Strategy] {
        strategies.filter { filters.keeps($0) }
    }
}
