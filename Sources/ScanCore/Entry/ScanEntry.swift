//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Strategies

/// All there is about one scan: a summary that polls need, and what each strategy found.
package struct ScanEntry: Sendable, Hashable {
    /// What a status poll answers from.
    package private(set) var summary: ScanSummary
    /// The strategies that have finished, in the order in which they ran.
    package private(set) var runs: [StrategyRun]
    /// What the scan came to for its user, once every strategy has finished.
    package private(set) var advice: ScanAdvice?

    /// Puts an entry together from its stored parts.
    package init(summary: ScanSummary, runs: [StrategyRun], advice: ScanAdvice? = nil) {
        self.summary = summary
        self.runs = runs
        self.advice = advice
    }

    /// The placeholder of a scan that has just been registered: 0 of n, right from the start.
    package init(key: CacheKey, filters: ScanFilters, strategies: [String], at time: Date) {
        self.summary = ScanSummary(
            key: key,
            filters: filters,
            state: .scanning,
            progress: ScanProgress(completed: 0, total: strategies.count, found: 0),
            strategies: strategies,
            startedAt: time,
            cachedAt: time
        )
        self.runs = []
    }

    /// The opportunities found so far, best first, each once.
    package var opportunities: [Opportunity] { ranked(runs.flatMap(\.opportunities)) }

    /// The strategies that have not run yet, in the order in which they will.
    package var pendingStrategies: [String] {
        let done = Set(runs.map(\.strategyID))
        return summary.strategies.filter { !done.contains($0) }
    }

    /// Whether some strategies failed, and no other one looked at anything, as those who miss a portfolio.
    package var hadNothingToGoOn: Bool {
        let hasFailed = runs.contains { $0.error != nil }
        return hasFailed && !runs.contains { $0.error == nil && ($0.symbols > 0 || !$0.opportunities.isEmpty) }
    }

    /// Adds what a strategy found.
    package mutating func append(_ run: StrategyRun, at time: Date) {
        runs.append(run)
        refresh(at: time)
    }

    /// Adds what the user may want to run besides.
    package mutating func advise(_ advice: ScanAdvice) {
        self.advice = advice
    }

    /// Ends the scan well.
    package mutating func complete(at time: Date) {
        summary.state = .complete
        summary.finishedAt = time
        refresh(at: time)
    }

    /// Ends the scan with a reason.
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
