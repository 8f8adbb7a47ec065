//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Lets so many bodies run at a time; the others wait, in the order in which they came.
///
/// How many cases Swift Testing runs at once is up to its version, the cores and the environment
/// (swift-testing#1390); a deployment is several processes and has the cores to itself with few others. Waiting counts
/// towards a test's time limit: tests that wait here bound what they do by themselves.
package final class Turnstile: Sendable {
    /// For tests that have a deployment of several workers probed: two cores serve three of them at a good pace.
    package static let deployments = Turnstile(width: 3)

    /// For every deployment there is, those of the other turnstile among them.
    ///
    /// Two tests have one within another: it has to be wider than their number, or they could wait for each other.
    static let processes = Turnstile(width: 6)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Makes a turnstile that lets `width` bodies run at a time.
    package init(width: Int) {
        precondition(width > 0, "a turnstile without a place would let nobody in")
        self.state = Mutex(State(free: width))
    }

    /// Runs a body when it is its turn; a task that was cancelled while it waited does not run it.
    package func pass<Result>(_ body: () async throws -> Result) async throws -> Result {
        await self.enter()
        defer { self.leave() }
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

    /// Hands the place over to whoever waits longest.
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
