//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension StrategyRunner {
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
                for _ in 0..<overlap { start() }
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
}
