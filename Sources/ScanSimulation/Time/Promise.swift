//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A result that one task waits for; the first one counts.
final class Promise<Value: Sendable, Failure: Error>: Sendable {
    private struct State {
        var result: Result<Value, Failure>?
        var waiter: CheckedContinuation<Result<Value, Failure>, Never>?
    }

    private let state = Mutex(State())
    private let cancelled: Result<Value, Failure>?

    /// Creates a promise.
    ///
    /// - Parameter cancelled: The failure that a cancelled task sees; `nil` if it waits all the same.
    init(cancelled: Failure?) {
        self.cancelled = cancelled.map { .failure($0) }
    }

    /// Sets the result, unless there is one.
    func settle(_ result: Result<Value, Failure>) {
        let waiter = state.withLock { state -> CheckedContinuation<Result<Value, Failure>, Never>? in
            guard state.result == nil else { return nil }
            state.result = result
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: result)
    }

    /// Waits for the result; at most one task may wait.
    func result() async -> Result<Value, Failure> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let result = state.withLock { state in
                    if state.result == nil { state.waiter = continuation }
                    return state.result
                }
                if let result { continuation.resume(returning: result) }
            }
        } onCancel: {
            if let cancelled { settle(cancelled) }
        }
    }
}
