//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Strategies

/// A scan's stored entry: the summary, which polls need, and the findings of each strategy.
package struct ScanEntry: Sendable, Hashable {
    /// The summary, which status polls are answered from.
    package private(set) var summary: ScanSummary
    /// The runs of finished strategies, in the order in which they ran.
    package private(set) var runs: [StrategyRun]
    /// The advice to the user, once every strategy has finished.
    package private(set) var advice: ScanAdvice?

    /// Assembles an entry from its stored parts.
    package init(summary: ScanSummary, runs: [StrategyRun], advice: ScanAdvice? = nil) {
        self.summary = summary
        self.runs = runs
        self.advice = advice
    }

    /// Creates the placeholder of a new scan, with progress 0 of n.
    package init(key: CacheKey, filters: ScanFilters, strategies: [String], at time: Date) {
        summary = ScanSummary(
            key: key,
            filters: filters,
            state: .scanning,
            progress: ScanProgress(completed: 0, total: strategies.count, found: 0),
            strategies: strategies,
            startedAt: time,
            cachedAt: time
        )
        runs = []
    }

    /// The opportunities so far, without duplicates, best first.
    package var opportunities: [Opportunity] { ranked(runs.flatMap(\.opportunities)) }

    /// The strategies that have not run yet, in scan order.
    package var pendingStrategies: [String] {
        let done = Set(runs.map(\.strategyID))
        return summary.strategies.filter { !done.contains($0) }
    }

    /// A flag that is true if some strategies failed and no other one had any data, such as those without a portfolio.
    package var hadNothingToGoOn: Bool {
        let hasFailed = runs.contains { $0.error != nil }
        return hasFailed && !runs.contains { $0.error == nil && ($0.symbols > 0 || !$0.opportunities.isEmpty) }
    }

    /// Adds the run of a strategy.
    package mutating func append(_ run: StrategyRun, at time: Date) {
        runs.append(run)
        refresh(at: time)
    }

    /// Adds the advice to the user.
    package mutating func advise(_ advice: ScanAdvice) {
        self.advice = advice
    }

    /// Marks the scan complete.
    package mutating func complete(at time: Date) {
        summary.state = .complete
        summary.finishedAt = time
        refresh(at: time)
    }

    /// Marks the scan failed, with a reason.
    package mutating func fail(_ failure: ScanFailure, at time: Date) {
        summary.state = .failed
        summary.failure = failure
        summary.finishedAt = time
        refresh(at: time)
    }

    private mutating func refresh(at time: Date) {
        let opportunities = opportunities
        summary.cachedAt = time
        summary.preview = Array(opportunities.prefix(ScanSummary.previewLength))
        summary.progress = ScanProgress(
            completed: runs.count,
            total: summary.strategies.count,
            found: opportunities.count
        )
    }
}
