//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Synchronization

/// One strategy judging one market, on as many threads as work on it.
///
/// It ends once: with the findings of all parts, with the first error, or when it is abandoned. A thread that still
/// judges then is told to stop and its findings are dropped; the last one to leave says so.
///
/// | state | event | then |
/// |---|---|---|
/// | open | the last part is judged | ended with the findings |
/// | open | a part throws | stopping; ended with the error as soon as every thread has left |
/// | open, stopping | abandoned | ended with that reason, whatever the threads do |
/// | ended | anything | nothing |
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
    private let sign = StopSign()
    private let onLeft: @Sendable () -> Void
    private let state: Mutex<State>

    /// Prepares an evaluation.
    ///
    /// - Parameters:
    ///   - strategy: Who judges.
    ///   - parts: What is judged, each part by itself.
    ///   - time: When the market is looked at.
    ///   - threads: How many threads will call ``work()``, each once.
    ///   - onLeft: Called when the last of them has left.
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
        self.state = Mutex(State(threads: threads, findings: Array(repeating: nil, count: parts.count)))
    }

    /// Judges one part after the other until none is left; what a thread does.
    func work() {
        StopSign.$current.withValue(sign) {
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

    /// Ends the evaluation for a reason of the caller's, if it has not ended; threads that judge are told to stop.
    func abandon(_ reason: any Error) {
        sign.raise()
        let action = state.withLock { Self.end(&$0, .failure(reason)) }
        action?()
    }

    /// Waits for the end; there may be one who waits.
    ///
    /// - Throws: What the strategy threw, or the reason for which it was abandoned.
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
        if isError { sign.raise() }
    }

    /// The end, when the last thread has left.
    private static func conclusion(_ state: inout State) -> (() -> Void)? {
        guard state.threads == 0 else { return nil }
        if let error = state.error { return end(&state, .failure(error)) }
        let findings = state.findings.compactMap(\.self)
        guard findings.count == state.findings.count else { return nil }
        return end(&state, .success(StrategyFindings(joining: findings)))
    }

    /// Notes the end; what is to be done about it is done without the lock.
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
