//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The room for bodies that are being read, of all requests that run at the same time.
final class BodyPool: Sendable {
    private let room: Mutex<Int>

    init(bytes: Int = ReadingLimits.bodiesAtOnce) {
        room = Mutex(bytes)
    }

    fileprivate func take(_ bytes: Int) -> Int {
        self.room.withLock { room in
            let taken = min(max(room, 0), bytes)
            room -= taken
            return taken
        }
    }

    fileprivate func giveBack(_ bytes: Int) { room.withLock { $0 += bytes } }
}

/// The share of one request in that pool, until its last reference is gone.
public final class BodyAllowance: Sendable {
    private let pool: BodyPool
    private let taken = Mutex(0)

    init(pool: BodyPool) {
        self.pool = pool
    }

    deinit { pool.giveBack(taken.withLock { $0 }) }

    /// Takes room for a part of a body.
    ///
    /// - Parameter bytes: How many bytes there are.
    /// - Returns: How many of them may be kept.
    func take(_ bytes: Int) -> Int {
        let granted = pool.take(bytes)
        taken.withLock { $0 += granted }
        return granted
    }
}
