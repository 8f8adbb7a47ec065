//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import FoundationEssentials
import MarketModel
import Strategies
import Synchronization

/// A pool of threads for strategies, apart from those that serve requests, with a deadline for each strategy.
///
/// A strategy past its deadline is told to stop, and its scan continues without it. The thread of one that ignores the
/// request cannot be stopped; that strategy is not started again until its thread returns. So a strategy that never
/// ends costs, at worst, the threads that were running it at its deadline, and no scan waits for it twice.
package final class StrategyThreads: Sendable {
    /// The default deadline of a strategy.
    ///
    /// It is some hundred times the duration of the slowest strategy on 500 symbols, so that load costs no findings.
    package static let defaultDeadline = Duration.seconds(30)

    private let deadline: Duration
    /// The number of threads that share the symbols of a strategy.
    let cores: Int
    /// The number of cores of this machine.
    package static var standardCores: Int { ProcessInfo.processInfo.activeProcessorCount }
    private let clock: ScanClock
    private let start: @Sendable (_ work: @escaping @Sendable () -> Void) -> Void
    /// The deadlines of running evaluations, by strategy and evaluation number.
    private let running = Mutex<[String: [UInt64: Date]]>([:])
    private let numbers = Atomic<UInt64>(0)

    /// Creates a pool.
    ///
    /// - Parameters:
    ///   - deadline: The deadline of a strategy, from the start of its threads.
    ///   - cores: The number of threads that share the symbols of a strategy; by default the cores of this machine.
    ///   - clock: The clock.
    ///   - start: Starts work that may take long, by default on a thread of its own.
    package init(
        deadline: Duration = defaultDeadline,
        cores: Int? = nil,
        clock: ScanClock,
        start: @escaping @Sendable (_ work: @escaping @Sendable () -> Void) -> Void = onOwnThread
    ) {
        self.deadline = deadline
        self.cores = max(1, cores ?? Self.standardCores)
        self.clock = clock
        self.start = start
    }

    /// Starts work on a thread of its own, even if other threads never return.
    package static let onOwnThread: @Sendable (@escaping @Sendable () -> Void) -> Void = { work in
        // A queue of its own gets a thread of its own.
        DispatchQueue(label: "strategy").async { work() }
    }

    /// Evaluates a strategy on a market.
    ///
    /// - Throws: ``StrategyFault``, `CancellationError`, or the error of the strategy.
    func findings(of strategy: any Strategy, in market: Market, at time: Date) async throws -> StrategyFindings {
        let parts = strategy.judgesSymbolsAlone ? market.divided(by: Self.partSize) : [market]
        guard !isOverdue(strategy.id) else { throw StrategyFault.stillRunning }
        let number = numbers.add(1, ordering: .relaxed).newValue
        let threads = min(cores, parts.count)
        let evaluation = StrategyEvaluation(strategy, parts: parts, at: time, threads: threads) {
            self.forget(number, of: strategy.id)
        }
        remember(number, of: strategy.id, due: clock.now() + deadline.seconds)
        async let _ = limit(evaluation, number, of: strategy.id)
        for _ in 0..<threads {
            start { evaluation.work() }
        }
        return try await evaluation.findings()
    }

    /// The number of symbols that a thread takes at a time.
    ///
    /// It is large enough for low overhead, and small enough to spread the few symbols with options over the threads.
    private static let partSize = 2

    private func limit(_ evaluation: StrategyEvaluation, _ number: UInt64, of id: String) async {
        do {
            try await clock.sleep(deadline)
            // Overdue from now on, independent of the wall clock.
            running.withLock { if $0[id]?[number] != nil { $0[id]?[number] = .distantPast } }
            evaluation.abandon(StrategyFault.deadline(deadline))
        } catch {
            // Cancelled, since the evaluation has ended.
        }
    }

    private func isOverdue(_ id: String) -> Bool {
        let now = clock.now()
        return running.withLock { $0[id]?.values.contains { $0 <= now } ?? false }
    }

    private func remember(_ number: UInt64, of id: String, due: Date) {
        running.withLock { $0[id, default: [:]][number] = due }
    }

    private func forget(_ number: UInt64, of id: String) {
        running.withLock { running in
            running[id]?[number] = nil
            if running[id]?.isEmpty == true { running[id] = nil }
        }
    }
}

/// The reason that a strategy was skipped although it did not throw.
enum StrategyFault: Error, Equatable {
    /// The strategy exceeded its deadline.
    case deadline(Duration)
    /// The strategy is still running from an earlier scan, in which it exceeded its deadline.
    case stillRunning
}
