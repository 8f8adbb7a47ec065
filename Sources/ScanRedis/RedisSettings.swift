//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
package import RedisClient

/// The settings of a Redis server that may make it lose scans.
package struct RedisSettings: Sendable, Hashable {
    private let values: [String: String]

    /// Creates the settings from their values by name.
    package init(_ values: [String: String]) {
        self.values = values
    }

    /// Reads the settings of a server.
    ///
    /// - Throws: ``RedisError``, also if the server does not permit `CONFIG GET`, as some managed services do not.
    package init(of client: RedisClient) async throws(RedisError) {
        let reply = try await client.send(.configGet(["maxmemory-policy", "save", "appendonly"]))
        let words = (reply.array ?? []).map { $0.string ?? "" }
        let pairs = stride(from: 0, to: words.count - words.count % 2, by: 2).map { (words[$0], words[$0 + 1]) }
        self.init(Dictionary(pairs) { $1 })
    }

    /// A warning for each setting that may make the server lose scans, with a remedy.
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
