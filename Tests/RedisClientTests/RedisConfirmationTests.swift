//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import TestSupport
import Testing

/// The confirmations of real servers: that a replica has what was written, or the disk.
@Suite(.timeLimit(.minutes(10))) struct RedisConfirmationTests {
    private static let write = RedisScript("return redis.call('INCR', KEYS[1])")

    @Test func `a write is confirmed while a replica follows, and not while it does not`() async throws {
        try await withReplicatedRedis { master, replica in
            let confirmation = RedisConfirmation(.replica, patience: .seconds(20))
            try await withRedisClient(master.url, confirmation: confirmation) { client async throws in
                #expect(try await client.confirm(Self.write, keys: ["n"]).integer == 1)
                #expect(try replica.command("GET", "n").contains("1"))

                await replica.suspend()
                try await master.cutReplicas()
                let waiting = Task { try await client.confirm(Self.write, keys: ["n"]).integer }
                #expect(try await eventually { try await client.send(.get("n")).string == "2" })
                // The other connection answers meanwhile; what waits goes on when the replica is back.
                #expect(try await client.send(.set("k", "v")).isOK)
                await replica.resume()
                #expect(try await waiting.value == 2)
                #expect(try replica.command("GET", "k").contains("v"))
            }
        }
    }

    @Test func `many who wait for a replica that is gone are all told, by few waits`() async throws {
        try await withReplicatedRedis { master, replica in
            let confirmation = RedisConfirmation(.replica, patience: .milliseconds(300))
            try await withRedisClient(master.url, confirmation: confirmation) { client async throws in
                // A replica that has just come may be late.
                #expect(try await eventually { (try? await client.confirm(Self.write, keys: ["n"])) != nil })
                await replica.kill()
                try await master.cutReplicas()
                #expect(try await client.send(.set("n", "0")).isOK)
                let before = client.roundTrips
                let codes = await withTaskGroup(of: RedisError.Code?.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            do throws(RedisError) {
                                _ = try await client.confirm(Self.write, keys: ["n"])
                                return nil
                            } catch {
                                return error.code
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(codes == Array(repeating: .unconfirmed, count: 50))
                // One for the first, one for all that came meanwhile, and one for stragglers of a busy machine.
                #expect(client.roundTrips - before <= 3)
                // Everything is done all the same.
                #expect(try await client.send(.get("n")).string == "50")
            }
        }
    }

    @Test func `a connection that was closed meanwhile is opened again`() async throws {
        try await withReplicatedRedis { master, _ in
            try await withRedisClient(master.url, confirmation: RedisConfirmation(.replica)) { client async throws in
                for number in 1...3 {
                    try master.command("SCRIPT", "FLUSH")
                    #expect(try await client.confirm(Self.write, keys: ["n"]).integer == Int64(number))
                    try master.command("CLIENT", "KILL", "TYPE", "normal")
                }
            }
        }
    }

    @Test func `a cluster's node confirms what it has, wherever the key is`() async throws {
        try await withRedisCluster(masters: 2, hasReplicas: true) { cluster in
            let confirmation = RedisConfirmation(.replica, patience: .milliseconds(500))
            try await withRedisClient(cluster.url, confirmation: confirmation) { client async throws in
                for key in ["a", "b", "c", "d"] {
                    #expect(try await client.confirm(Self.write, keys: [key]).integer == 1)
                }
                for replica in cluster.replicas { await replica.suspend() }
                for master in cluster.masters { try await master.cutReplicas() }
                let error = await #expect(throws: RedisError.self) { try await client.confirm(Self.write, keys: ["a"]) }
                #expect(error?.code == .unconfirmed)
                for replica in cluster.replicas { await replica.resume() }
                let isConfirmed = try await eventually { (try? await client.confirm(Self.write, keys: ["a"])) != nil }
                #expect(isConfirmed)
            }
        }
    }

    @Test func `an append-only file confirms what is on disk`() async throws {
        // The last of two settings counts.
        let options = RedisServer.Options(isAppendOnly: true, extraArguments: ["--appendfsync", "everysec"])
        try await withRedisServer(options) { server in
            guard try !server.command("WAITAOF", "0", "0", "1").contains("unknown command") else {
                try Test.cancel("This Redis is older than 7.2, and does not tell when its file is on disk.")
            }
            let confirmation = RedisConfirmation(.appendOnlyFile, patience: .seconds(20))
            try await withRedisClient(server.url, confirmation: confirmation) { client async throws in
                #expect(try await client.confirm(Self.write, keys: ["n"]).integer == 1)
                await server.kill()
                try await server.start()
                #expect(try server.command("GET", "n").contains("1"))
            }
        }
    }
}
