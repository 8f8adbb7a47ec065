//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Synchronization

/// One run of a node's process, from its start to its end.
final class NodeLife: Sendable, CustomStringConvertible {
    private struct State {
        var isAlive = true
        var isServing = true
        var tasks: [UInt64: Task<Void, Never>] = [:]
        var taskCount: UInt64 = 0
        var registered: Set<CacheKey> = []
        var summaries: [CacheKey: StoredSummary] = [:]
    }

    /// The number of the node.
    let node: Int
    /// The number of the run.
    let number: Int
    private let state = Mutex(State())

    init(node: Int, number: Int) {
        self.node = node
        self.number = number
    }

    var description: String { "n\(node).\(number)" }
    /// A flag that is false once the process has ended: nothing it does has an effect any more.
    var isAlive: Bool { state.withLock { $0.isAlive } }
    /// A flag that is false once the process takes no more requests.
    var isServing: Bool { state.withLock { $0.isAlive && $0.isServing } }

    /// Takes no more requests.
    func stopServing() { state.withLock { $0.isServing = false } }

    /// Returns true if the process has not registered a scan before.
    func isFirst(_ key: CacheKey) -> Bool { state.withLock { $0.registered.insert(key).inserted } }

    /// Returns the first summary of a scan that the process has read, for mutants that keep it.
    func first(_ summary: StoredSummary) -> StoredSummary {
        state.withLock { state in
            let first = state.summaries[summary.summary.key] ?? summary
            state.summaries[summary.summary.key] = first
            return first
        }
    }

    /// Begins a task of the process.
    func begin(on executor: LaneExecutor, _ body: @escaping @Sendable () async -> Void) {
        let number = state.withLock { state in
            state.taskCount += 1
            return state.taskCount
        }
        let task = Task(executorPreference: executor) {
            await body()
            self.state.withLock { $0.tasks[number] = nil }
        }
        state.withLock { $0.tasks[number] = task }
    }

    /// Ends the process at once, wherever its tasks are.
    ///
    /// A task cannot be abandoned, so they are cancelled; whatever they do on their way out reaches nobody.
    func end() {
        let tasks = state.withLock { state in
            state.isAlive = false
            return state.tasks.sorted { $0.key < $1.key }.map(\.value)
        }
        for task in tasks { task.cancel() }
    }
}
