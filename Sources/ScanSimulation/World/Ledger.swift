//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Synchronization

/// The ids that clients were given, and how many clients are done.
final class Ledger: Sendable {
    private let state = Mutex((keys: [CacheKey](), done: 0))

    /// The keys of all scans that were handed out, in order.
    var keys: [CacheKey] { state.withLock { $0.keys } }
    /// The number of clients that are done.
    var done: Int { state.withLock { $0.done } }

    /// Adds a key, unless it is there.
    func add(_ key: CacheKey) {
        state.withLock { if !$0.keys.contains(key) { $0.keys.append(key) } }
    }

    /// Counts a client that is done.
    func finish() { state.withLock { $0.done += 1 } }
}
