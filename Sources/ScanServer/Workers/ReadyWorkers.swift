//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The set of workers that have been ready at least once.
final class ReadyWorkers: Sendable {
    private struct State {
        var missing: Set<Int>
        var isAnyReady = false
    }

    private let state: Mutex<State>
    private let changes: (stream: AsyncStream<Never>, continuation: AsyncStream<Never>.Continuation)

    /// Creates the set for a number of workers, numbered from 1.
    init(count: Int) {
        state = Mutex(State(missing: Set(1...count)))
        changes = AsyncStream.makeStream(of: Never.self)
    }

    var isAnyReady: Bool { state.withLock { $0.isAnyReady } }
    var areAllReady: Bool { state.withLock { $0.missing.isEmpty } }

    /// Records that a worker is ready.
    func note(_ worker: Int) {
        let isLast = state.withLock { state in
            state.isAnyReady = true
            state.missing.remove(worker)
            return state.missing.isEmpty
        }
        if isLast { changes.continuation.finish() }
    }

    /// Waits until all workers have been ready, or the task is cancelled.
    func allReady() async {
        for await _ in changes.stream {}
    }
}
