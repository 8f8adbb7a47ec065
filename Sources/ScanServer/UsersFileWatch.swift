//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import ScanHTTP
import Synchronization

/// A watch on a users file, which rereads the file after changes and ignores one that cannot be read.
final class UsersFileWatch: Sendable {
    /// The attributes that show a change of a file without reading it.
    private struct Stamp: Hashable {
        let modified: Date?
        let size: Int?
        let number: Int?
    }

    private let file: UsersFile
    private let logger: Logger
    private let lastStamp = Mutex<Stamp?>(nil)

    /// Creates a watch on a file; the first check reads it.
    init(_ file: UsersFile, logger: Logger) {
        self.file = file
        self.logger = logger
    }

    /// Returns the users if the file has changed since the last call.
    func changedUsers() -> UserDirectory? {
        let attributes = (try? FileManager.default.attributesOfItem(atPath: file.path)) ?? [:]
        let stamp = Stamp(
            modified: attributes[.modificationDate] as? Date,
            size: attributes[.size] as? Int,
            number: attributes[.systemFileNumber] as? Int
        )
        let hasChanged = lastStamp.withLock { last in
            defer { last = stamp }
            return last != stamp
        }
        guard hasChanged else { return nil }
        do {
            return try file.read()
        } catch {
            logger.warning("The users stay as they are", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
