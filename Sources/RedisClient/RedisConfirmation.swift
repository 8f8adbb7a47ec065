//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis

/// A confirmation that writes survive: the servers or the file that have to have them, and the time for it.
package struct RedisConfirmation: Sendable, Hashable {
    /// The place that is to have the writes.
    package enum Place: String, Sendable, Hashable {
        /// One replica at least.
        case replica
        /// The append-only file of the server itself, synced to disk; Redis 7.2 and later.
        case appendOnlyFile
    }

    /// The place that is to have the writes.
    package let place: Place
    /// The time that the server waits for it before it says that it is not so.
    package let patience: Duration

    /// Creates a confirmation.
    ///
    /// - Parameters:
    ///   - place: The place that is to have the writes.
    ///   - patience: The time for it; by default one second, and for a file two, since `appendfsync everysec` syncs each
    ///     second.
    package init(_ place: Place, patience: Duration? = nil) {
        self.place = place
        self.patience = patience ?? (place == .replica ? .seconds(1) : .seconds(2))
    }

    /// The command that waits.
    var command: RedisCommand {
        switch place {
        case .replica: .wait(replicas: 1, within: patience)
        case .appendOnlyFile: .waitaof(local: 1, replicas: 0, within: patience)
        }
    }

    /// Returns true if the reply to command says that the writes are there.
    func isGiven(by reply: RESPValue) -> Bool {
        let count = place == .replica ? reply.integer : reply.array?.first?.integer
        return (count ?? 0) >= 1
    }

    /// The error of writes that are not there in time.
    var missing: RedisError {
        let place = place == .replica ? "no replica has" : "the append-only file does not have"
        return RedisError(.unconfirmed, "\(place) the write in time", outcome: .replied)
    }
}
