//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Synchronization

/// The evaluation of one strategy on one market, by several threads.
///
/// It ends once: with the findings of all parts, with the first error, or when it is abandoned. Threads still running
/// at that time are told to stop and their findings are dropped; the last one to leave calls `onLeft`.
///
/// | state | event | next state and action |
/// |---|---|---|
/// | open | the last part is evaluated | ended with the findings |
/// | open | a part throws | stopping; ended with the error as soon as every thread has left |
/// | open, stopping | abandoned | ended with the caller's error, without waiting for the threads |
/// | ended | any | none |
final class StrategyEvaluation: Sendable {
    private struct State {
        var next = 0
        var threads: Int
        var findings: [StrategyFindings?]
        var error: (any Error)?
        var outcome: Result<StrategyFindings, any Error>?
        var waiter: CheckedContinuation<StrategyFindings, any Error>?
    }

    private let strategy: any Strategy
    private let parts: [Market]
    private let time: Date
    private let flag = CancellationFlag()
    private let onLeft: @Sendable () -> Void
    private let state: Mutex<State>

    /// Creates an evaluation.
    ///
    /// - Parameters:
    ///   - strategy: The strategy.
    ///   - parts: The parts of the market, which are evaluated independently.
    ///   - time: The market time.
    ///   - threads: The number of threads that will call ``work()``, each once.
    ///   - onLeft: Called when the last thread has left.
    init(
        _ strategy: any Strategy,
        parts: [Market],
        at time: Date,
        threads: Int,
        onLeft: @escaping @Sendable () -> Void
    ) {
        self.strategy = strategy
        self.parts = parts
        self.time = time
        self.onLeft = onLeft
        state = Mutex(State(threads: threads, findings: Array(repeating: nil, count: parts.count)))
    }

    /// Evaluates parts on the current thread until none is left.
    func work() {
        CancellationFlag.$current.withValue(flag) {
            while let index = takePart() {
                let result = Result { try strategy.findings(in: parts[index], at: time) }
                put(result, of: index)
            }
        }
        let (isLast, action) = state.withLock { state in
            state.threads -= 1
            return (state.threads == 0, Self.conclusion(&state))
        }
        action?()
        if isLast { onLeft() }
    }

    /// Ends the evaluation with the caller's error, unless it has ended, and tells its threads to stop.
    func abandon(_ reason: any Error) {
        flag.cancel()
        let action = state.withLock { Self.end(&$0, .failure(reason)) }
        action?()
    }

    /// Waits for the end; at most one task may wait.
    ///
    /// - Throws: The error of the strategy, or the error it was abandoned with.
    func findings() async throws -> StrategyFindings {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { state in
                    if state.outcome == nil { state.waiter = continuation }
                    return state.outcome
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            abandon(CancellationError())
        }
    }

    private func takePart() -> Int? {
        state.withLock { state in
            guard state.outcome == nil, state.error == nil, state.next < parts.count else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    private func put(_ result: Result<StrategyFindings, any Error>, of index: Int) {
        let isError = state.withLock { state in
            switch result {
            case .success(let findings):
                state.findings[index] = findings
                return false
            case .failure(let error):
                if state.error == nil { state.error = error }
                return true
            }
        }
        if isError { flag.cancel() }
    }

    /// Ends the evaluation if the last thread has left.
    private static func conclusion(_ state: inout State) -> (() -> Void)? {
        guard state.threads == 0 else { return nil }
        if let error = state.error { return end(&state, .failure(error)) }
        let findings = state.findings.compactMap(\.self)
        guard findings.count == state.findings.count else { return nil }
        return end(&state, .success(StrategyFindings(joining: findings)))
    }

    /// Records the outcome, and returns the action to take outside of the lock.
    private static func end(
        _ state: inout State,
        _ outcome: Result<StrategyFindings, any Error>
    ) -> (() -> Void)? {
        guard state.outcome == nil else { return nil }
        state.outcome = outcome
        guard let waiter = state.waiter else { return nil }
        state.waiter = nil
        return { waiter.resume(with: outcome) }
    }
}
