//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A cluster of real `redis-server` processes for tests, whose slots can be moved and whose masters can be killed.
package struct RedisClusterServers: Sendable {
    /// The masters, each with its share of the slots.
    package let masters: [RedisServer]
    /// The replicas; the one at a place is that of the master at the same place.
    package let replicas: [RedisServer]
    private let isEncrypted: Bool

    /// The number of slots of every cluster.
    private static let slotCount = 16_384
    private static let patience = Duration.seconds(60)

    /// The servers, masters first.
    package var servers: [RedisServer] { masters + replicas }

    /// The address of the cluster for clients.
    package var url: String { url(user: nil) }

    /// Returns the address of the cluster for a user.
    ///
    /// - Parameter user: The user's name and password, as `name:password`; `nil` for the default user.
    /// - Returns: The address.
    package func url(user: String?) -> String {
        let hosts = masters.map { "127.0.0.1:\($0.port ?? 0)" }.joined(separator: ",")
        let trust = isEncrypted ? "?cacert=\(masters[0].certificatePath ?? "")" : ""
        return "\(isEncrypted ? "rediss" : "redis")+cluster://\(user.map { $0 + "@" } ?? "")\(hosts)\(trust)"
    }

    init(masters: Int, hasReplicas: Bool, isEncrypted: Bool, extraArguments: [String]) throws {
        self.isEncrypted = isEncrypted
        var servers: [RedisServer] = []
        for _ in 0..<(hasReplicas ? 2 * masters : masters) {
            var arguments = [
                "--cluster-enabled", "yes", "--cluster-node-timeout", "1500", "--cluster-port",
                "\(try FreePort.choose())", "--repl-diskless-sync-delay", "0", "--cluster-require-full-coverage", "no",
            ]
            if isEncrypted {
                arguments += ["--tls-cluster", "yes", "--tls-replication", "yes"]
                // All nodes share one certificate, which they trust.
                if let first = servers.first {
                    arguments += ["--tls-cert-file", first.certificatePath ?? ""]
                    arguments += ["--tls-key-file", first.directory.appendingPathComponent("key.pem").path]
                    arguments += ["--tls-ca-cert-file", first.certificatePath ?? ""]
                } else {
                    arguments += ["--tls-ca-cert-file", "certificate.pem"]
                }
            }
            servers.append(
                try RedisServer(
                    options: .init(
                        transport: isEncrypted ? .tls : .tcp,
                        extraArguments: arguments + extraArguments
                    )
                )
            )
        }
        self.masters = Array(servers.prefix(masters))
        replicas = Array(servers.dropFirst(masters))
    }

    func start() async throws {
        for server in servers { try await server.start() }
        for (place, master) in masters.enumerated() {
            let bounds = (place...(place + 1)).map { $0 * Self.slotCount / masters.count }
            try master.command("CLUSTER", "ADDSLOTSRANGE", "\(bounds[0])", "\(bounds[1] - 1)")
            try master.command("CLUSTER", "SET-CONFIG-EPOCH", "\(place + 1)")
        }
        for server in servers.dropFirst() {
            let bus = try Self.lines(server.command("CONFIG", "GET", "cluster-port")).last ?? ""
            try masters[0].command("CLUSTER", "MEET", "127.0.0.1", "\(server.port ?? 0)", bus)
        }
        for (master, replica) in zip(masters, replicas) {
            let id = try Self.id(of: master)
            // A replica has to have heard of its master.
            try await settle { (try? replica.command("CLUSTER", "REPLICATE", id)) == "+OK" }
        }
        try await settle { try servers.allSatisfy { try isSettled($0) } }
    }

    private func isSettled(_ server: RedisServer) throws -> Bool {
        let info = try server.command("CLUSTER", "INFO")
        guard info.contains("cluster_state:ok"), info.contains("cluster_slots_ok:\(Self.slotCount)"),
            info.contains("cluster_known_nodes:\(servers.count)")
        else { return false }
        let links = try server.command("INFO", "replication")
        return links.contains("role:master")
            ? replicas.isEmpty || links.contains("state=online") : links.contains("master_link_status:up")
    }

    private func settle(_ condition: @escaping @Sendable () throws -> Bool) async throws {
        guard try await eventually(within: Self.patience, { try condition() }) else {
            throw RedisServerFailure("the cluster did not settle. A log's end:\n\(masters[0].logTail)")
        }
    }

    func tearDown() async {
        for server in servers { await server.tearDown() }
    }

    /// Returns the id of a node in the cluster.
    package static func id(of server: RedisServer) throws -> String {
        try lines(server.command("CLUSTER", "MYID")).last ?? ""
    }

    /// Begins to move a slot: from now on new keys of it are made by the new master.
    package func beginMoving(_ slot: Int, from source: RedisServer, to target: RedisServer) throws {
        try target.command("CLUSTER", "SETSLOT", "\(slot)", "IMPORTING", try Self.id(of: source))
        try source.command("CLUSTER", "SETSLOT", "\(slot)", "MIGRATING", try Self.id(of: target))
    }

    /// Moves keys of a slot that is on its way.
    package func moveKeys(_ names: [String], from source: RedisServer, to target: RedisServer) throws {
        for name in names {
            try source.command("MIGRATE", "127.0.0.1", "\(target.port ?? 0)", name, "0", "10000")
        }
    }

    /// Moves all keys of a slot that is on its way, and gives it to its new master.
    package func finishMoving(_ slot: Int, from source: RedisServer, to target: RedisServer) throws {
        while true {
            let names = try Self.lines(source.command("CLUSTER", "GETKEYSINSLOT", "\(slot)", "100"))
                .filter { !$0.hasPrefix("$") && !$0.hasPrefix("*") }
            guard !names.isEmpty else { break }
            try moveKeys(names, from: source, to: target)
        }
        let id = try Self.id(of: target)
        for server in [target, source] + masters { try server.command("CLUSTER", "SETSLOT", "\(slot)", "NODE", id) }
    }

    private static func lines(_ reply: String) -> [String] {
        reply.split(whereSeparator: \.isNewline).map(String.init)
    }
}

/// Runs a body with a cluster of its own, and always stops its servers.
///
/// - Parameters:
///   - masters: The number of masters.
///   - hasReplicas: A flag that gives each master a replica.
///   - isEncrypted: A flag that makes clients and nodes speak TLS, with a certificate made for this cluster.
///   - extraArguments: Further arguments of each `redis-server`.
///   - body: The use of the running cluster.
/// - Returns: The result of the body.
/// - Throws: ``RedisServerFailure`` if the cluster does not come up, or the error of the body.
package func withRedisCluster<Result>(
    masters: Int = 3,
    hasReplicas: Bool = false,
    isEncrypted: Bool = false,
    extraArguments: [String] = [],
    _ body: (RedisClusterServers) async throws -> Result
) async throws -> Result {
    let cluster = try RedisClusterServers(
        masters: masters,
        hasReplicas: hasReplicas,
        isEncrypted: isEncrypted,
        extraArguments: extraArguments
    )
    do {
        try await cluster.start()
        let result = try await body(cluster)
        await cluster.tearDown()
        return result
    } catch {
        await cluster.tearDown()
        throw error
    }
}

/// A cluster that the tests of a process share, each with keys of its own; it ends with the process.
package actor SharedRedisCluster {
    /// The one cluster.
    package static let shared = SharedRedisCluster()
    private var starting: Task<RedisClusterServers, any Error>?

    /// Returns the cluster, which is started at the first call.
    package func running() async throws -> RedisClusterServers {
        if let starting { return try await starting.value }
        let task = Task {
            let cluster = try RedisClusterServers(
                masters: 3,
                hasReplicas: false,
                isEncrypted: false,
                extraArguments: []
            )
            try await cluster.start()
            return cluster
        }
        starting = task
        return try await task.value
    }
}
