//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
package import RedisClient

/// The settings of a Redis by which it may lose scans all by itself.
package struct RedisSettings: Sendable, Hashable {
    private let values: [String: String]

    /// Takes settings by name.
    package init(_ values: [String: String]) {
        self.values = values
    }

    /// Asks a server.
    ///
    /// - Throws: ``RedisError``, also when the server tells nobody its settings, as managed ones may.
    package init(of client: RedisClient) async throws(RedisError) {
        let reply = try await client.send(.configGet(["maxmemory-policy", "save", "appendonly"]))
        let words = (reply.array ?? []).map { $0.string ?? "" }
        let pairs = stride(from: 0, to: words.count - words.count % 2, by: 2).map { (words[$0], words[$0 + 1]) }
        self.init(Dictionary(pairs) { $1 })
    }

    /// A sentence for each setting that may cost scans, with what to do about it.
    package var warnings: [String] {
        var warnings: [String] = []
        if let policy = values["maxmemory-policy"], policy != "noeviction" {
            warnings.append(
                "Redis evicts keys when its memory is full (maxmemory-policy \(policy)), scans among them; set noeviction"
            )
        }
        if values["appendonly"] == "no", values["save"] == "" {
            warnings.append(
                "Redis keeps nothing on disk (appendonly no, no save), so its restart loses all scans; set appendonly yes"
            )
        }
        return warnings
    }
}
