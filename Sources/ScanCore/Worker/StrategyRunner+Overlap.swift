//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension StrategyRunner {
    /// Runs strategies, some at a time where there are several cores, and hands over what they found in the order asked for.
    ///
    /// While one judges, the market data of the next one are on their way; and one that cannot be spread over the cores
    /// does not leave them idle. Nothing of that shows in what is handed over.
    ///
    /// - Parameters:
    ///   - ids: The strategies.
    ///   - order: What the scan asks of them.
    ///   - body: Takes a run; while it does, others go on. Where it returns `false`, no more are run.
    /// - Throws: `CancellationError`, and nothing else.
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
            // A strategy's trouble is part of its run, so this is all that is thrown.
            throw CancellationError()
        }
    }
}
