//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A latch that opens once and can be awaited by many tasks, cancelled or not.
final class Latch: Sendable {
    private struct State {
        var isOpen = false
        var actions: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// A flag that is true once the latch was opened.
    var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Opens the latch; opening it again does nothing.
    func open() {
        let actions = self.state.withLock { state in
            state.isOpen = true
            defer { state.actions = [] }
            return state.actions
        }
        for action in actions {
            action()
        }
    }

    /// Runs an action when the latch opens, or at once if it is open.
    func whenOpen(_ action: @escaping @Sendable () -> Void) {
        let isOpen = self.state.withLock { state in
            if !state.isOpen { state.actions.append(action) }
            return state.isOpen
        }
        if isOpen { action() }
    }

    /// Waits until the latch is open.
    func wait() async {
        await withCheckedContinuation { continuation in
            self.whenOpen { continuation.resume() }
        }
    }
}
