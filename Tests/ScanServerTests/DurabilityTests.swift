//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOHTTP1
import TestSupport
import Testing

/// The settings of `--durability`, and what a failover loses with each.
@Suite(.timeLimit(.minutes(10))) struct `The durability of a server's scans` {
    @Test func `is Redis' alone by default, and a failover loses what no replica has`() async throws {
        try await withReplicatedRedis { master, replica in
            let scan = try await withDeployment(arguments: ["--redis", master.url]) { deployment in
                let client = try await APIClient.logIn(at: deployment)
                await replica.suspend()
                try await master.cutReplicas()
                let scan = try #require(try await client.discover().scanID)
                #expect(try await client.status(scan).status == 200)
                return scan
            }
            try await failOver(from: master, to: replica)
            #expect(try await state(of: scan, on: replica) == "not_found")
        }
    }

    @Test(arguments: ["ack", "replica"])
    func `holds an id back until a replica has its scan, and a failover loses none`(durability: String) async throws {
        try await withReplicatedRedis { master, replica in
            let arguments = ["--redis", master.url, "--workers", "2", "--durability", durability]
            let scan = try await withDeployment(arguments: arguments) { deployment in
                let client = try await APIClient.logIn(at: deployment)
                let first = try #require(try await client.discover(#"{"symbols":["BTC/USDT"]}"#).scanID)
                await replica.suspend()
                try await master.cutReplicas()
                let refusal = try await client.discover()
                #expect(refusal.status == 503)
                #expect(refusal.headers.first(name: "retry-after") != nil)
                #expect(refusal.scanID == nil)
                // Everything else goes on.
                #expect(try await client.status(first).status == 200)
                #expect(try await client.send(.GET, "/ready").status == 200)
                await replica.resume()
                var answer = refusal
                let isConfirmed = try await eventually {
                    answer = try await client.discover()
                    return answer.status == 200
                }
                #expect(isConfirmed, "\(deployment.log.suffix(2000))")
                #expect(deployment.log.contains("unconfirmed"))
                return try #require(answer.scanID)
            }
            try await failOver(from: master, to: replica)
            #expect(try await state(of: scan, on: replica) != "not_found")
        }
    }

    @Test func `is kept through a failover by Sentinels, after which ids wait for the next replica`() async throws {
        try await withReplicatedRedis { master, replica in
            try await RedisSentinelServer.with(watching: master) { sentinel in
                let url = "redis+sentinel://127.0.0.1:\(sentinel.port)?master=\(RedisSentinelServer.master)"
                let arguments = ["--redis", url, "--workers", "2", "--durability", "ack"]
                try await withDeployment(arguments: arguments) { deployment in
                    let client = try await APIClient.logIn(at: deployment)
                    let scan = try #require(try await client.discover(#"{"symbols":["BTC/USDT"]}"#).scanID)
                    await master.kill()
                    var states: Set<String> = []
                    let isFound = try await eventually {
                        let answer = try await client.status(scan)
                        states.insert(answer.state ?? "")
                        return try replica.command("ROLE").contains("master") && answer.status == 200
                    }
                    #expect(isFound, "\(states) \(deployment.log.suffix(2000))")
                    #expect(!states.contains("not_found"))
                    #expect(try await client.discover().status == 503)
                    try await master.start()
                    try master.command("REPLICAOF", "127.0.0.1", "\(replica.port ?? 0)")
                    let isConfirmed = try await eventually { try await client.discover().status == 200 }
                    #expect(isConfirmed, "\(deployment.log.suffix(2000))")
                }
            }
        }
    }

    @Test func `can be that of the disk, and the end of the machine's Redis loses none`() async throws {
        let options = RedisServer.Options(isAppendOnly: true)
        try await withRedisServer(options) { redis in
            // Where every reply comes after the disk, nothing else is waited for; elsewhere Redis has to tell.
            let isTold = try !redis.command("WAITAOF", "0", "0", "1").contains("unknown command")
            if isTold { try redis.command("CONFIG", "SET", "appendfsync", "everysec") }
            let arguments = ["--redis", redis.url, "--durability", "ack"]
            try await withDeployment(arguments: arguments) { deployment in
                let client = try await APIClient.logIn(at: deployment)
                let scan = try #require(try await client.discover().scanID)
                await redis.kill()
                try await redis.start()
                let isFound = try await eventually { try await client.status(scan).status == 200 }
                #expect(isFound)
            }
        }
    }

    @Test func `is refused at the start where Redis has nothing to confirm with`() async throws {
        try await withRedisServer { redis in
            for durability in ["ack", "replica", "aof"] {
                let arguments = ["serve", "--port", "0", "--redis", redis.url, "--durability", durability]
                let result = try await Executables.run("scan-server", arguments, within: .seconds(60))
                #expect(result.status != 0, "\(durability)")
                let hint = durability == "replica" ? "needs a replica" : "append-only file"
                #expect(result.error.contains(hint), "\(result.error)")
                #expect(result.error.contains("none"), "\(result.error)")
            }
        }
        let inMemory = ["serve", "--port", "0", "--durability", "ack"]
        let result = try await Executables.run("scan-server", inMemory, within: .seconds(60))
        #expect(result.status != 0)
        #expect(result.error.contains("--redis"), "\(result.error)")
    }

    private func failOver(from master: RedisServer, to replica: RedisServer) async throws {
        await master.kill()
        await replica.resume()
        try replica.command("REPLICAOF", "NO", "ONE")
    }

    /// Returns how a scan stands by a server that begins on a store.
    private func state(of scan: String, on redis: RedisServer) async throws -> String? {
        try await withDeployment(arguments: ["--redis", redis.url, "--role", "serve"]) { deployment in
            try await APIClient.logIn(at: deployment).status(scan).state
        }
    }
}
