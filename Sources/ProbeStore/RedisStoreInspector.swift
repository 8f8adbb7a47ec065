//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Logging
import Probe
package import ProbeHistory
import RedisClient
import Synchronization

/// A store inspector for Redis.
///
/// ``Probe`` alone decides on its use; this type ensures that only the run's own keys are ever changed.
package struct RedisStoreInspector: StoreInspector {
    /// The number of foreign keys that a step writes or deletes; a step blocks Redis for some milliseconds.
    private static let step = 5000
    /// The lifetime of foreign keys that are not deleted.
    private static let foreignLifetime = Duration.seconds(900)

    private let client: RedisClient
    /// The prefix of every key of the deployment.
    private let prefix: String
    /// The prefix of every foreign key.
    private let foreignPrefix: String
    /// The partitions of the deployment's keys in a cluster; `nil` on a single Redis.
    private let partitions: RedisPartitions?
    private let memory = Memory()

    /// Lends an inspector to a body and closes its connection afterwards.
    ///
    /// - Parameters:
    ///   - url: The address of the deployment's Redis.
    ///   - keyPrefix: The prefix of every key of the deployment; usually empty.
    ///   - body: The closure that uses the inspector.
    /// - Returns: The result of the closure.
    /// - Throws: `ProbeFailure` when the address is invalid or the connection fails, and any error of the closure.
    package static func withInspector<Value: Sendable>(
        url: String,
        keyPrefix: String = "",
        _ body: (RedisStoreInspector) async throws -> Value
    ) async throws -> Value {
        let client: RedisClient
        do {
            var configuration = try RedisConfiguration(url: url)
            configuration.clientName = "scan-probe"
            // A step of a million keys may have to wait for another one.
            configuration.timeouts.command = .seconds(5)
            client = try RedisClient(configuration, logger: Logger(label: "probe") { _ in SwiftLogNoOpLogHandler() })
        } catch {
            throw ProbeFailure(.badAccess, "\(error)")
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            defer { group.cancelAll() }
            do throws(RedisError) {
                _ = try await client.send(RedisCommand("PING", isReadOnly: true))
            } catch {
                throw ProbeFailure(
                    .badAccess,
                    "the store \(client.configuration) cannot be read (\(error.message)): check --redis"
                )
            }
            let partitions = try await partitions(of: client, keyPrefix: keyPrefix)
            return try await body(RedisStoreInspector(client: client, prefix: keyPrefix, partitions: partitions))
        }
    }

    /// Returns the secrets in an address, which no report may show.
    package static func secrets(in url: String) -> [String] {
        guard let configuration = try? RedisConfiguration(url: url) else { return [] }
        var secrets = [configuration.password]
        if case .sentinel(_, _, let password) = configuration.deployment { secrets.append(password) }
        return secrets.compactMap(\.self).filter { !$0.isEmpty }
    }

    /// Returns the partitions that a deployment in a cluster has written down; `nil` on a single Redis.
    private static func partitions(of client: RedisClient, keyPrefix: String) async throws -> RedisPartitions? {
        guard client.isCluster else { return nil }
        let key = keyPrefix + RedisPartitions.key
        let stored: String?
        do throws(RedisError) {
            stored = try await client.send(.get(key)).string
        } catch {
            throw ProbeFailure(.badAccess, "the store does not tell its partitions (\(error.message)): check --redis")
        }
        guard let partitions = stored.flatMap({ Int($0) }).flatMap(RedisPartitions.init(count:)) else {
            throw ProbeFailure(
                .badAccess,
                "the cluster has no number of partitions at \(key): start the deployment first, or check --key-prefix"
            )
        }
        return partitions
    }

    private init(client: RedisClient, prefix: String, partitions: RedisPartitions?) {
        self.client = client
        self.prefix = prefix
        self.partitions = partitions
        // Not the run's seed: two concurrent runs may have the same one.
        self.foreignPrefix = "scan-probe:\(String(UInt64.random(in: .min ... .max), radix: 36)):foreign:"
    }

    package func keys(of jobID: String, userID: String?) async throws -> [StoredKey] {
        var rows: [RESPValue] = []
        for prefix in prefixes(of: jobID, userID) {
            rows = try await evaluate(StoreScripts.sample, of: jobID, userID, under: prefix)
            if let cacheKey = rows.first?.string, !cacheKey.isEmpty {
                memory.remember(cacheKey, of: jobID)
                break
            }
        }
        return rows.dropFirst().compactMap(Self.storedKey)
    }

    package func deleteLookups(
        _ roles: [StoredKey.Role],
        of jobID: String,
        userID: String?
    ) async throws -> [String] {
        // The cache key of deleted lookups must be known, so it is read before.
        _ = try await keys(of: jobID, userID: userID)
        let lookups = roles.filter(StoredKey.Role.lookups.contains).map { RedisArgument($0.rawValue) }
        for prefix in prefixes(of: jobID, userID) {
            let rows = try await evaluate(StoreScripts.deleteLookups, of: jobID, userID, under: prefix, lookups)
            if !rows.isEmpty { return rows.compactMap(\.string) }
        }
        return []
    }

    /// Returns what the keys of a job begin with: one beginning where its user is known, otherwise that of each
    /// partition.
    private func prefixes(of jobID: String, _ userID: String?) -> [String] {
        guard let partitions else { return [prefix] }
        // A cache key begins with the user's id, and has no colon in its other two parts.
        let owner = memory.cacheKey(of: jobID)?.split(separator: ":").dropLast(2).joined(separator: ":")
        let indices =
            if let user = owner ?? userID { [partitions.index(of: user)] } else { Array(0..<partitions.count) }
        return indices.map { prefix + RedisPartitions.tag(of: $0) }
    }

    /// Runs a script for a job, with the remembered cache key, since the lookups may be deleted.
    private func evaluate(
        _ script: RedisScript,
        of jobID: String,
        _ userID: String?,
        under prefix: String,
        _ further: [RedisArgument] = []
    ) async throws -> [RESPValue] {
        let arguments = [
            RedisArgument(prefix), RedisArgument(jobID), RedisArgument(userID ?? ""),
            RedisArgument(memory.cacheKey(of: jobID) ?? ""),
        ]
        // The script makes its keys itself; a cluster needs one of them to find the node.
        let keys = partitions == nil ? [] : ["\(prefix)opportunity_scan_queue"]
        return try await client.evaluate(script, keys: keys, arguments: arguments + further).array ?? []
    }

    package func addForeignKeys(_ count: Int) async throws {
        for start in stride(from: 1, through: count, by: Self.step) {
            let end = min(start + Self.step - 1, count)
            // Recorded before the write: a step without a reply may have been done.
            memory.noteForeignKeys(upTo: end)
            _ = try await client.evaluate(
                StoreScripts.addForeignKeys,
                keys: [foreignPrefix(of: start)],
                arguments: [
                    RedisArgument(start), RedisArgument(end), RedisArgument(milliseconds: Self.foreignLifetime),
                ]
            )
        }
    }

    package func removeForeignKeys() async throws -> Int {
        let count = memory.foreignKeys
        var removed = 0
        for start in stride(from: 1, through: count, by: Self.step) {
            let reply = try await client.evaluate(
                StoreScripts.removeForeignKeys,
                keys: [foreignPrefix(of: start)],
                arguments: [RedisArgument(start), RedisArgument(min(start + Self.step - 1, count))]
            )
            removed += Int(reply.integer ?? 0)
        }
        memory.forgetForeignKeys()
        return removed
    }

    package func census(limit: Int) async throws -> (keys: [StoredKey], count: Int) {
        var census = Census(prefix: prefix, limit: limit)
        try await forEachKey { keys in
            let names = keys.filter(census.isOfDeployment)
            let replies = try await client.pipeline(names.map { RedisCommand.pttl($0) })
            for (name, reply) in zip(names, replies) { census.add(name, remaining: reply.integer ?? -2) }
        }
        return census.result
    }

    /// Returns the beginning of the keys of one step, which lie together in a cluster; the steps do not.
    private func foreignPrefix(of step: Int) -> String { "\(foreignPrefix){\(step)}:" }

    private func forEachKey(_ body: ([String]) async throws -> Void) async throws {
        for master in try await client.masters() {
            var cursor = "0"
            repeat {
                let reply = try await master.send(.scan(cursor, count: 1000)).array ?? []
                cursor = reply.first?.string ?? "0"
                try await body((reply.last?.array ?? []).compactMap(\.string))
            } while cursor != "0"
        }
    }

    private static func storedKey(_ row: RESPValue) -> StoredKey? {
        guard let fields = row.array, fields.count == 4, let role = fields[0].string.flatMap(StoredKey.Role.init),
            let key = fields[1].string, let remaining = fields[2].integer
        else { return nil }
        return StoredKey(
            role: role,
            key: key,
            exists: remaining != -2,
            remaining: remaining >= 0 ? .milliseconds(remaining) : nil,
            digest: fields[3].string.flatMap { $0.isEmpty ? nil : $0 }
        )
    }
}

extension RedisStoreInspector {
    /// The memory of cache keys and foreign keys, which the store cannot return once lookups are deleted.
    private final class Memory: Sendable {
        private struct State {
            var cacheKeys: [String: String] = [:]
            var foreignKeys = 0
        }

        private let state = Mutex(State())

        var foreignKeys: Int { state.withLock { $0.foreignKeys } }

        func remember(_ cacheKey: String, of jobID: String) {
            state.withLock { $0.cacheKeys[jobID] = cacheKey }
        }

        func cacheKey(of jobID: String) -> String? { state.withLock { $0.cacheKeys[jobID] } }

        func noteForeignKeys(upTo count: Int) { state.withLock { $0.foreignKeys = max($0.foreignKeys, count) } }

        func forgetForeignKeys() { state.withLock { $0.foreignKeys = 0 } }
    }
}
