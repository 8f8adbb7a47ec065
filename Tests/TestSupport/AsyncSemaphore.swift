//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// An asynchronous semaphore: a limited number of bodies run at a time, and the others wait in FIFO order.
///
/// The number of cases that Swift Testing runs at once depends on its version, the cores and the environment
/// (swift-testing#1390); a deployment is several processes and must share the cores with few others. Waiting counts
/// towards a test's time limit: tests that wait here have timeouts of their own instead.
package final class AsyncSemaphore: Sendable {
    /// The semaphore of tests that probe a deployment of several workers: two cores can serve three of them in time.
    package static let deployments = AsyncSemaphore(width: 3)

    /// The semaphore of all deployments, including those of the other semaphore.
    ///
    /// Two tests nest one deployment in another: its width must exceed their number, or they could deadlock.
    static let processes = AsyncSemaphore(width: 6)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Creates a semaphore with `width` permits.
    package init(width: Int) {
        precondition(width > 0, "a turnstile without a place would let nobody in")
        state = Mutex(State(free: width))
    }

    /// Runs a body once a permit is free; throws without running it if the task was cancelled meanwhile.
    package func pass<Result>(_ body: () async throws -> Result) async throws -> Result {
        await enter()
        defer { leave() }
        try Task.checkCancellation()
        return try await body()
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let isNext = self.state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isNext { continuation.resume() }
        }
    }

    /// Passes the permit to the task that has waited longest.
    private func leave() {
        let next = self.state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return CheckedContinuation<Void, Never>?.none
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
