//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import TestSupport
import Testing

/// The client against real clusters: distribution, slots that move, masters that fail.
@Suite(.timeLimit(.minutes(10))) struct RedisClusterTests {
    @Test func `keys of all slots are read and written, and replies keep their order`() async throws {
        let cluster = try await SharedRedisCluster.shared.running()
        try await withRedisClient(cluster.url) { client async throws in
            #expect(client.isCluster)
            let keys = (0..<200).map { "spread:\($0)" }
            let written = try await client.pipeline(keys.map { .set($0, RedisArgument($0)) })
            #expect(written.filter(\.isOK).count == keys.count)
            let sent = client.roundTrips
            #expect(try await client.pipeline(keys.map { .get($0) }).map(\.string) == keys)
            #expect(client.roundTrips - sent == 3, "one pipeline for each master")
            #expect(try await client.masters().count == 3)
            for key in keys.prefix(20) { #expect(try await client.send(.get(key)).string == key) }
            let refused = try await client.pipeline([.xlen(keys[0]), .get(keys[1])])
            #expect(refused.map(\.error?.prefix) == ["WRONGTYPE", nil])
            let error = await #expect(throws: RedisError.self) { try await client.send(.mget([keys[0], keys[1]])) }
            #expect(error?.serverError?.prefix == "CROSSSLOT")
        }
    }

    @Test func `a script runs on every node, and again after the nodes forgot it`() async throws {
        let script = RedisScript("return redis.call('INCR', KEYS[1])")
        let cluster = try await SharedRedisCluster.shared.running()
        try await withRedisClient(cluster.url) { client async throws in
            for count in 1...3 {
                for key in (0..<12).map({ "script:\($0)" }) {
                    #expect(try await client.evaluate(script, keys: [key]).integer == Int64(count))
                }
                for server in cluster.masters { try server.command("SCRIPT", "FLUSH") }
            }
        }
    }

    @Test func `a slot that moves under load loses nothing`() async throws {
        try await withRedisCluster { cluster in
            try await withRedisClient(cluster.url) { client async throws in
                // The slot of {moving}, wherever it is.
                let slot = HashSlot(of: "{moving}").number
                let source = cluster.masters[slot * 3 / 16_384]
                let target = try #require(cluster.masters.first { $0 !== source })
                let names = (0..<10).map { "{moving}:\($0)" }
                for name in names { _ = try await client.send(.set(name, "before")) }
                try cluster.beginMoving(slot, from: source, to: target)
                try cluster.moveKeys(Array(names.prefix(5)), from: source, to: target)
                // Moved keys, keys that are still there, and new ones, alone and in one pipeline.
                for name in names { #expect(try await client.send(.get(name)).string == "before") }
                #expect(try await client.pipeline(names.map { .get($0) }).map(\.string) == names.map { _ in "before" })
                #expect(try await client.send(.set("{moving}:new", "during")).isOK)
                let script = RedisScript("return redis.call('GET', KEYS[1])", isReadOnly: true)
                for name in names { #expect(try await client.evaluate(script, keys: [name]).string == "before") }
                // Keys in both places cannot be read at once until they are together again.
                async let together = client.send(.mget([names[0], names[9]]))
                try cluster.finishMoving(slot, from: source, to: target)
                #expect(try await together.array?.map(\.string) == ["before", "before"])
                #expect(try await client.send(.get("{moving}:new")).string == "during")
            }
        }
    }

    /// The node may fall silent in the last attempt.
    @Test(arguments: [false, true])
    func `keys that stay apart are told within the command timeout`(fallsSilent: Bool) async throws {
        try await withRedisCluster { cluster in
            try await withRedisClient(cluster.url, commandTimeout: .seconds(2)) { client async throws in
                let slot = HashSlot(of: "{moving}").number
                let source = cluster.masters[slot * 3 / 16_384]
                let target = try #require(cluster.masters.first { $0 !== source })
                // On a busy machine the client may take longer than a command's time to learn of the masters.
                let isReady = try await eventually {
                    do { _ = try await client.send(.set("{moving}:1", "a")) } catch { return false }
                    return true
                }
                try #require(isReady)
                _ = try await client.send(.set("{moving}:2", "b"))
                try cluster.beginMoving(slot, from: source, to: target)
                try cluster.moveKeys(["{moving}:1"], from: source, to: target)
                let reply = Task { try await client.send(.mget(["{moving}:1", "{moving}:2"])) }
                if fallsSilent {
                    // A second refusal: the client asks again only once it has read the first, which a node that is
                    // suspended after counting it may not have sent yet.
                    #expect(
                        try await eventually {
                            let errors = try source.command("INFO", "errorstats").split(whereSeparator: \.isNewline)
                            let refusals = errors.first { $0.hasPrefix("errorstat_TRYAGAIN:count=") }
                            return refusals.map { !$0.hasSuffix("=1") } ?? false
                        }
                    )
                    await source.suspend()
                }
                let error = await #expect(throws: RedisError.self) { try await reply.value }
                await source.resume()
                #expect(error?.serverError?.prefix == "TRYAGAIN", "\(error.map(String.init(reflecting:)) ?? "")")
                #expect(error?.outcome == .replied)
            }
        }
    }

    @Test func `a killed master is replaced by its replica`() async throws {
        try await withRedisCluster(hasReplicas: true) { cluster in
            try await withRedisClient(cluster.url, commandTimeout: .seconds(30)) { client async throws in
                let keys = (0..<60).map { "failover:\($0)" }
                _ = try await client.pipeline(keys.map { .set($0, "v") })
                // Replication is not waited for by SET.
                for master in cluster.masters { #expect(try await master.replicatesAll()) }
                await cluster.masters[1].kill()
                // Nothing was written in this, so all of it may be sent again.
                #expect(try await client.pipeline(keys.map { .get($0) }).map(\.string) == keys.map { _ in "v" })
                #expect(try await client.pipeline(keys.map { .set($0, "w") }).filter(\.isOK).count == keys.count)
                #expect(try await client.masters().count == 3)
            }
        }
    }

    @Test func `the masters are those of after a failover, though no command met it`() async throws {
        try await withRedisCluster(hasReplicas: true) { cluster in
            try await withRedisClient(cluster.url, commandTimeout: .seconds(30)) { client async throws in
                let before = try await client.masters()
                #expect(before.count == 3)
                await cluster.masters[1].kill()
                // The end of a connection takes its time to arrive, and until then its master counts as one.
                #expect(try await eventually { before.contains { !$0.isConnected } })
                for master in try await client.masters() { #expect(try await master.send(.dbsize).integer == 0) }
            }
        }
    }

    @Test func `a client finds its way from one seed, and around one that is away`() async throws {
        let cluster = try await SharedRedisCluster.shared.running()
        let port = try #require(cluster.masters[1].port)
        for url in ["redis+cluster://127.0.0.1:\(port)", "redis+cluster://127.0.0.1:1,127.0.0.1:\(port)"] {
            try await withRedisClient(url) { client async throws in
                for key in (0..<12).map({ "seed:\($0)" }) { #expect(try await client.send(.set(key, "v")).isOK) }
            }
        }
    }

    @Test func `the wrong kind of address says what to write`() async throws {
        try await withRedisServer(.init(transport: .tcp)) { server in
            let url = server.url.replacing("redis://", with: "redis+cluster://")
            try await withRedisClient(url, commandTimeout: .seconds(1)) { client async throws in
                let isTold = try await eventually {
                    let error = try await #require(throws: RedisError.self) { try await client.send(.get("k")) }
                    return error.code == .unavailable && error.message.contains("not a cluster: write redis://")
                }
                #expect(isTold)
            }
        }
        let cluster = try await SharedRedisCluster.shared.running()
        try await withRedisClient("redis://127.0.0.1:\(try #require(cluster.masters[0].port))") { client async throws in
            let error = try await #require(throws: RedisError.self) {
                for key in (0..<12).map({ "k\($0)" }) { _ = try await client.send(.get(key)) }
            }
            #expect(error.message.contains("write redis+cluster://"))
        }
    }

    @Test func `a cluster with TLS and a user of its own is spoken to`() async throws {
        let rules = ["on", ">pw", "~*", "-@all", "+ping", "+get", "+set", "+cluster|slots"]
        try await withRedisCluster(isEncrypted: true, extraArguments: ["--user", "app"] + rules) { cluster in
            try await withRedisClient(cluster.url(user: "app:pw")) { client async throws in
                let keys = (0..<12).map { "tls:\($0)" }
                #expect(try await client.pipeline(keys.map { .set($0, "v") }).filter(\.isOK).count == keys.count)
                let error = await #expect(throws: RedisError.self) { try await client.send(.del(["tls:0"])) }
                #expect(error?.serverError?.prefix == "NOPERM")
            }
            try await withRedisClient(cluster.url(user: "app:wrong"), commandTimeout: .seconds(1)) {
                client async throws in
                let isTold = try await eventually {
                    let error = try await #require(throws: RedisError.self) { try await client.send(.get("k")) }
                    return error.message.contains("refused the user name or the password")
                }
                #expect(isTold)
            }
        }
    }
}
