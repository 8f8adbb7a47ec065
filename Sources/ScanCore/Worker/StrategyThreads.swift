//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import FoundationEssentials
import MarketModel
import Strategies
import Synchronization

/// Lets strategies judge on threads apart from those that answer requests, each for so long and no longer.
///
/// A strategy that is over its deadline is told to stop, and its scan goes on without it. Nothing can end the thread of
/// one that does not listen; it is left alone, and until it comes back that strategy is not started again. So a
/// strategy that never ends costs, at worst, as many threads as were judging when its deadline passed, and no scan
/// waits for it more than once.
package final class StrategyThreads: Sendable {
    /// How long a strategy may take unless something else is asked for.
    ///
    /// It is some hundred times what the slowest takes for 500 symbols, so that a busy machine costs no findings.
    package static let defaultDeadline = Duration.seconds(30)

    private let deadline: Duration
    /// How many threads share the symbols of a strategy.
    let cores: Int
    private let clock: ScanClock
    /// Which evaluations have threads, by strategy, and when each should have ended.
    private let running = Mutex<[String: [UInt64: Date]]>([:])
    private let numbers = Atomic<UInt64>(0)

    /// Prepares to run strategies.
    ///
    /// - Parameters:
    ///   - deadline: How long a strategy may judge, from when its threads start.
    ///   - cores: How many threads share the symbols of a strategy; those of this machine unless given.
    ///   - clock: The time.
    package init(deadline: Duration = defaultDeadline, cores: Int? = nil, clock: ScanClock) {
        self.deadline = deadline
        self.cores = max(1, cores ?? ProcessInfo.processInfo.activeProcessorCount)
        self.clock = clock
    }

    /// Lets a strategy judge a market.
    ///
    /// - Throws: ``StrategyFault``, `CancellationError`, and what the strategy throws.
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
            // A queue of its own has a thread of its own, also while other threads are busy for ever.
            DispatchQueue(label: "strategy").async { evaluation.work() }
        }
        return try await evaluation.findings()
    }

    /// How many symbols a thread takes at a time: enough to be worth it, few enough to spread the few that have options.
    private static let partSize = 2

    private func limit(_ evaluation: StrategyEvaluation, _ number: UInt64, of id: String) async {
        do {
            try await clock.sleep(deadline)
            // Whatever the wall clock says: it is over now.
            running.withLock { if $0[id]?[number] != nil { $0[id]?[number] = .distantPast } }
            evaluation.abandon(StrategyFault.deadline(deadline))
        } catch {
            // The evaluation has ended, and this was cancelled.
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

/// Why a strategy that threw nothing has nothing to say.
enum StrategyFault: Error, Equatable {
    /// It ran past its deadline.
    case deadline(Duration)
    /// It has not come back from an earlier scan, in which it ran past its deadline.
    case stillRunning
}
