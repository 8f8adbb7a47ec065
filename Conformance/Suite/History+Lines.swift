//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory
import Synchronization

extension History {
    /// The history as JSON Lines, to be attached to a test.
    func lines() throws -> String {
        let bytes = Mutex(Data())
        let append: @Sendable (Data) throws -> Void = { line in bytes.withLock { $0.append(line) } }
        try HistoryWriter(sink: append).write(self)
        return bytes.withLock { String(decoding: $0, as: UTF8.self) }
    }
}
