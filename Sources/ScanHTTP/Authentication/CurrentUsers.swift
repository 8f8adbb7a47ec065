//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The current users, which may change while the server runs.
package final class CurrentUsers: Sendable {
    /// The interval between checks for changes, and so the longest time that a removed user keeps access.
    package static let checkInterval = Duration.seconds(1)

    private struct State {
        var directory: UserDirectory
        var nextCheck = ContinuousClock.now
    }

    private let state: Mutex<State>
    private let interval: Duration
    private let reload: @Sendable () -> UserDirectory?

    /// Creates the current users from a first directory.
    ///
    /// - Parameters:
    ///   - directory: The first users.
    ///   - interval: The interval between checks for changes.
    ///   - reload: Returns the new users if they have changed; requests wait for it, so it must be fast.
    package init(
        _ directory: UserDirectory,
        interval: Duration = CurrentUsers.checkInterval,
        reload: @escaping @Sendable () -> UserDirectory? = { nil }
    ) {
        state = Mutex(State(directory: directory))
        self.interval = interval
        self.reload = reload
    }

    /// The current users, reloaded first if a check is due.
    var directory: UserDirectory {
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            guard state.nextCheck <= now else { return false }
            state.nextCheck = now + interval
            return true
        }
        if isDue, let changed = reload() { state.withLock { $0.directory = changed } }
        return state.withLock { $0.directory }
    }
}
