//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisServer {
    /// Waits until a replica has everything that this master has written.
    ///
    /// `WAIT` tells that of the writes of its own connection only.
    ///
    /// - Returns: False if it does not come to that.
    package func replicatesAll() async throws -> Bool {
        try await eventually {
            let fields = try command("INFO", "replication").split(whereSeparator: \.isNewline)
            func value(_ name: String) -> Substring? {
                fields.first { $0.hasPrefix("\(name):") }?.dropFirst(name.count + 1)
            }
            let offset = value("slave0")?.split(separator: ",").first { $0.hasPrefix("offset=") }?.dropFirst(
                "offset=".count
            )
            return offset != nil && offset == value("master_repl_offset")
        }
    }
}
