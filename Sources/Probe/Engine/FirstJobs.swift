//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The initiations of the plan's first jobs, for workloads that must not come before them.
///
/// Bad input and the like would otherwise meet a faulty deployment, and spoil it, before anyone has seen that it accepts
/// sound requests, and the first initiations would take the blame.
final class FirstJobs: Sendable {
    private struct State {
        var answered = 0
        var isOver = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var tickets = 0
    }

    private let state = Mutex(State())

    /// Counts an initiation that has its response, or will get none.
    ///
    /// - Parameter count: The number of first jobs.
    func add(of count: Int) {
        leave { state in
            state.answered += 1
            if state.answered >= count { state.isOver = true }
        }
    }

    /// Lets everybody go on, since the plan's jobs are over.
    func end() {
        leave { $0.isOver = true }
    }

    /// Waits until each of them has its response.
    ///
    /// - Throws: `CancellationError` when the run ends meanwhile.
    func wait() async throws {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mayGo = state.withLock { state in
                    guard !state.isOver, !Task.isCancelled else { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if mayGo { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
        try Task.checkCancellation()
    }

    private func leave(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            change(&state)
            guard state.isOver else { return [] }
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }
}
