//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import TestSupport
import Testing

@testable import RedisClient

/// The client and the master that real Sentinels watch.
@Suite(.timeLimit(.minutes(10))) struct RedisSentinelTests {
    @Test func `a killed master is followed to its replica`() async throws {
        try await withMasterAndReplica { master, replica, sentinel in
            let url = "redis+sentinel://127.0.0.1:1,127.0.0.1:\(sentinel.port)?master=\(RedisSentinelServer.master)"
            try await withRedisClient(url, commandTimeout: .seconds(30)) { client async throws in
                #expect(try await client.send(.set("k", "v")).isOK)
                #expect(try await master.replicatesAll())
                await master.kill()
                #expect(try await client.send(.get("k")).string == "v")
                #expect(try await client.send(.set("k", "w")).isOK)
                #expect(try replica.command("GET", "k").contains("w"))
            }
        }
    }

    @Test func `a write that a demoted master refuses is sent to the new one`() async throws {
        try await withMasterAndReplica { master, replica, sentinel in
            let url = "redis+sentinel://127.0.0.1:\(sentinel.port)?master=\(RedisSentinelServer.master)"
            let script = RedisScript("return redis.call('INCR', KEYS[1])")
            try await withRedisClient(url, commandTimeout: .seconds(30)) { client async throws in
                #expect(try await client.send(.incr("n")).integer == 1)
                #expect(try await client.evaluate(script, keys: ["n"]).integer == 2)
                #expect(try await master.replicatesAll())
                // Demoted behind the Sentinel's back, which would close the client's connection.
                try sentinel.command("SENTINEL", "REMOVE", RedisSentinelServer.master)
                try replica.command("REPLICAOF", "NO", "ONE")
                try master.command("REPLICAOF", "127.0.0.1", "\(replica.port ?? 0)")
                try sentinel.command(
                    "SENTINEL",
                    "MONITOR",
                    RedisSentinelServer.master,
                    "127.0.0.1",
                    "\(replica.port ?? 0)",
                    "1"
                )
                #expect(try await client.send(.incr("n")).integer == 3)
                #expect(try await client.evaluate(script, keys: ["n"]).integer == 4)
            }
        }
    }

    @Test func `a master that no Sentinel knows is named as the reason`() async throws {
        try await withMasterAndReplica { _, _, sentinel in
            try await withRedisClient(
                "redis+sentinel://127.0.0.1:\(sentinel.port)?master=other",
                commandTimeout: .milliseconds(300)
            ) { client async throws in
                let isTold = try await eventually {
                    let error = try await #require(throws: RedisError.self) { try await client.send(.ping) }
                    return error.message.contains("knows no master named other")
                }
                #expect(isTold)
            }
        }
    }

    @Test func `master and Sentinel have users of their own`() async throws {
        let rules = ["--user", "app", "on", ">pw", "~*", "-@all", "+ping", "+role", "+set", "+get"]
        let watcher = ["user watcher on >wp -@all +ping +auth +sentinel|get-master-addr-by-name"]
        try await withMasterAndReplica(arguments: rules, sentinel: watcher) { _, _, sentinel in
            let query = "master=\(RedisSentinelServer.master)&sentinel_user=watcher&sentinel_password=wp"
            try await withRedisClient("redis+sentinel://app:pw@127.0.0.1:\(sentinel.port)?\(query)") {
                client async throws in
                #expect(try await client.send(.set("k", "v")).isOK)
                let error = await #expect(throws: RedisError.self) { try await client.send(.del(["k"])) }
                #expect(error?.serverError?.prefix == "NOPERM")
            }
        }
    }

    private static let malformed: [RESPValue] = [
        .null, .integer(1), .array([]), .array([.bulk([1])]), pair("", "1"), pair("h", "0"), pair("h", "x"),
    ]

    private static func pair(_ host: String, _ port: String) -> RESPValue {
        .array([.bulk(Array(host.utf8)), .bulk(Array(port.utf8))])
    }

    @Test(arguments: malformed)
    func `a malformed address is an error`(reply: RESPValue) {
        #expect(throws: RedisError.self) {
            try RedisSentinel.address(in: reply, of: .tcp(host: "s", port: 1, isEncrypted: false), master: "m")
        }
    }

    private func withMasterAndReplica(
        arguments: [String] = [],
        sentinel lines: [String] = [],
        _ body: (RedisServer, RedisServer, RedisSentinelServer) async throws -> Void
    ) async throws {
        try await withReplicatedRedis(arguments: arguments) { master, replica in
            try await RedisSentinelServer.with(watching: master, configuration: lines) { sentinel in
                try await body(master, replica, sentinel)
            }
        }
    }
}
