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

    /// The number of replicas that are connected to this master and have its data.
    package nonisolated var connectedReplicas: Int {
        get throws {
            // The master's role, its offset, and three lines or more for each replica.
            try command("ROLE").split(whereSeparator: \.isNewline).count { $0 == "*3" } - 1
        }
    }

    /// Cuts the connection to all replicas; a suspended one does not come back before it is resumed.
    package nonisolated func cutReplicas() async throws {
        try command("CLIENT", "KILL", "TYPE", "replica")
        _ = try await eventually { try connectedReplicas == 0 }
    }
}

/// Runs a body with a master and its replica, which has all of the master's data.
///
/// - Parameters:
///   - arguments: Further arguments of both.
///   - isAppendOnly: A flag that is true if both keep an append-only file.
///   - body: The use of master and replica.
/// - Returns: The result of the body.
/// - Throws: ``RedisServerFailure`` if they do not come up, or the error of the body.
package func withReplicatedRedis<Result>(
    arguments: [String] = [],
    isAppendOnly: Bool = false,
    _ body: (_ master: RedisServer, _ replica: RedisServer) async throws -> Result
) async throws -> Result {
    let options = RedisServer.Options(
        transport: .tcp,
        isAppendOnly: isAppendOnly,
        extraArguments: ["--repl-diskless-sync-delay", "0"] + arguments
    )
    return try await withRedisServer(options) { master in
        try await withRedisServer(options) { replica in
            try replica.command("REPLICAOF", "127.0.0.1", "\(master.port ?? 0)")
            guard try await eventually({ try master.connectedReplicas == 1 }) else {
                throw RedisServerFailure("the replica did not come up. The end of its log:\n\(replica.logTail)")
            }
            return try await body(master, replica)
        }
    }
}
