//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The users as they are now, though their file may change while the server runs.
package final class CurrentUsers: Sendable {
    /// How often is looked whether they have changed: a user who was removed is out as soon.
    package static let checkInterval = Duration.seconds(1)

    private struct State {
        var directory: UserDirectory
        var nextCheck = ContinuousClock.now
    }

    private let state: Mutex<State>
    private let interval: Duration
    private let reload: @Sendable () -> UserDirectory?

    /// Begins with users.
    ///
    /// - Parameters:
    ///   - directory: The users.
    ///   - interval: How often is looked whether they have changed.
    ///   - reload: The new users, if they have changed; it is called by requests, so it has to be quick.
    package init(
        _ directory: UserDirectory,
        interval: Duration = CurrentUsers.checkInterval,
        reload: @escaping @Sendable () -> UserDirectory? = { nil }
    ) {
        self.state = Mutex(State(directory: directory))
        self.interval = interval
        self.reload = reload
    }

    /// The users.
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
