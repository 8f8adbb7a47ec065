//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import Synchronization

/// A store without keys of the deployment, which counts the foreign ones.
final class EmptyStore: StoreInspector {
    private let count = Mutex(0)

    /// The number of foreign keys that are there.
    var foreignKeys: Int { count.withLock { $0 } }

    func keys(of jobID: String, userID: String?) async throws -> [StoredKey] { [] }

    func deleteLookups(_ roles: [StoredKey.Role], of jobID: String, userID: String?) async throws -> [String] {
        roles.map { "\($0.rawValue):\(jobID)" }
    }

    func addForeignKeys(_ count: Int) async throws { self.count.withLock { $0 += count } }

    func removeForeignKeys() async throws -> Int {
        self.count.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    func census(limit: Int) async throws -> (keys: [StoredKey], count: Int) { ([], foreignKeys) }
}
