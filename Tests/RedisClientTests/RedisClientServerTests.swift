//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import TestSupport
import Testing

/// The client against a real server without faults.
@Suite(.timeLimit(.minutes(10))) struct RedisClientServerTests {
    @Test func `commands are answered over a Unix socket`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client async throws in
                #expect(try await client.send(.ping).string == "PONG")
                #expect(try await client.send(.set("k", "v", lifetime: .seconds(60), condition: .ifAbsent)).isOK)
                #expect(try await client.send(.set("k", "w", condition: .ifAbsent)).isNull)
                #expect(try await client.send(.get("k")).string == "v")
                #expect((1...60_000).contains(try #require(try await client.send(.pttl("k")).integer)))
                #expect(try await client.send(.exists(["k", "none"])).integer == 1)
                #expect(try await client.send(.mget(["k", "none"])).array?.map(\.string) == ["v", nil])
                #expect(try await client.send(.del(["k"])).integer == 1)
                #expect(try await client.send(.dbsize).integer == 0)
                #expect(try await client.send(.time).array?.count == 2)
            }
        }
    }

    @Test func `hashes and sorted sets are answered`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                #expect(try await client.send(.hset("h", [("a", 1), ("b", "x")])).integer == 2)
                #expect(try await client.send(.hget("h", "b")).string == "x")
                #expect(try await client.send(.hgetall("h")).array?.map(\.string) == ["a", "1", "b", "x"])
                #expect(try await client.send(.zadd("z", [(1, "one"), (2, "two"), (1e9, "many")])).integer == 3)
                let members = try await client.send(.zrange("z", from: 0, through: -1, isReversed: true))
                #expect(members.array?.map(\.string) == ["many", "two", "one"])
                #expect(try await client.send(.zremrangebyscore("z", -.infinity, 1)).integer == 1)
                #expect(try await client.send(.zrem("z", ["two", "none"])).integer == 1)
                #expect(try await client.send(.incr("n")).integer == 1)
                #expect(try await client.send(.pexpire("n", .seconds(5))).integer == 1)
            }
        }
    }

    @Test func `a walk with an escaped pattern finds the keys it means and no others`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                _ = try await client.pipeline([.set("u*:1", "a"), .set("u*:2", "a"), .set("ux:1", "a")])
                let reply = try await client.send(.scan(match: RedisCommand.escapedGlob("u*") + ":*", count: 1_000))
                #expect(reply.array?.first?.string == "0")
                #expect(Set(reply.array?.last?.array?.compactMap(\.string) ?? []) == ["u*:1", "u*:2"])
            }
        }
    }

    @Test func `any bytes come back as they were sent`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client async throws in
                let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * 31) }
                #expect(try await client.send(.set("k", RedisArgument(bytes))).isOK)
                #expect(try await client.send(.get("k")).bytes == bytes)
                #expect(try await client.send(.set("empty", "")).isOK)
                #expect(try await client.send(.get("empty")).bytes == [])
            }
        }
    }

    @Test func `a refusal is thrown by a single command and stays a value in a pipeline`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                let replies = try await client.pipeline([.set("k", "v"), .xlen("k"), .get("k")])
                #expect(replies.map(\.error?.prefix) == [nil, "WRONGTYPE", nil])
                #expect(replies[2].string == "v")
                let error = await #expect(throws: RedisError.self) { try await client.send(.xlen("k")) }
                #expect(error?.code == .server)
                #expect(error?.outcome == .replied)
                #expect(error?.serverError?.prefix == "WRONGTYPE")
                #expect(try await client.pipeline([]).isEmpty)
            }
        }
    }

    @Test func `a pipeline costs one round trip`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                _ = try await client.send(.ping)
                let before = client.roundTrips
                _ = try await client.pipeline((0..<1_000).map { .set("k\($0)", "v") })
                #expect(client.roundTrips - before == 1)
                _ = try await client.send(.get("k1"))
                #expect(client.roundTrips - before == 2)
            }
        }
    }

    @Test(arguments: [1, 2])
    func `concurrent commands get their own replies`(connections: Int) async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url, connectionCount: connections) { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<500 {
                        group.addTask {
                            let key = "k\(index)"
                            #expect(try await client.send(.set(key, RedisArgument(index))).isOK)
                            let replies = try await client.pipeline([.get(key), .exists([key]), .get(key)])
                            #expect(
                                replies.map { $0.string ?? "\($0.integer ?? -1)" } == ["\(index)", "1", "\(index)"]
                            )
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func `a script is loaded at first use and again after the server forgot it`() async throws {
        let script = RedisScript("return {KEYS[1], ARGV[1], 3.99, redis.call('INCR', KEYS[1])}")
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                #expect(try await client.send(.scriptLoad(script)).string == script.digest)
                for (count, trips) in [(1, 1), (2, 2), (3, 1)] {
                    if count == 2 { try server.command("SCRIPT", "FLUSH") }
                    let before = client.roundTrips
                    let reply = try await client.evaluate(script, keys: ["k"], arguments: ["a"])
                    #expect(client.roundTrips - before == trips)
                    // Redis truncates Lua numbers to integers.
                    #expect(reply == .array([.bulk([107]), .bulk([97]), .integer(3), .integer(Int64(count))]))
                }
                let failing = RedisScript("return redis.error_reply('FENCED go away')")
                let error = await #expect(throws: RedisError.self) { try await client.evaluate(failing) }
                #expect(error?.serverError == RESPError(prefix: "FENCED", message: "go away"))
            }
        }
    }

    @Test func `a table of a script ends before its first nil`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                let reply = try await client.evaluate(RedisScript("return {1, nil, 3}"))
                #expect(reply == .array([.integer(1)]))
            }
        }
    }

    @Test(arguments: [
        RedisServer.Options(transport: .unixSocket, password: "p w/ö"),
        RedisServer.Options(transport: .tcp, password: "secret", database: 5),
        RedisServer.Options(
            transport: .tcp,
            password: "other",
            user: .init(name: "worker", password: "pw"),
            database: 2
        ),
        RedisServer.Options(transport: .tls, password: "secret", database: 1),
    ])
    func `a client introduces itself`(options: RedisServer.Options) async throws {
        try await withRedisServer(options) { server in
            let url = server.url.replacing("p w/ö", with: "p%20w%2F%C3%B6")
            let trusted = url + (server.certificatePath.map { "?cacert=\($0)" } ?? "")
            try await withRedisClient(trusted, clientName: "tester") { client in
                #expect(try await client.send(.set("here", "v")).isOK)
                let info = try #require(try await client.send(RedisCommand("CLIENT INFO")).string)
                #expect(info.contains(" name=tester ") && info.contains(" db=\(options.database) "))
                #expect(info.contains(" user=\(options.user?.name ?? "default") "))
            }
        }
    }

    @Test func `a certificate that nobody vouches for is refused with a reason`() async throws {
        try await withRedisServer(.init(transport: .tls)) { server in
            try await Self.expectNoConnection(to: server.url, "CERTIFICATE_VERIFY_FAILED")
        }
    }

    @Test func `a wrong password is told and not printed`() async throws {
        try await withRedisServer(.init(transport: .tcp, password: "right")) { server in
            let wrong = server.url.replacing("right", with: "wrong")
            try await Self.expectNoConnection(to: wrong, "refused the user name or the password")
            let none = server.url.replacing(":right@", with: "")
            try await Self.expectNoConnection(to: none, "asks for a password")
            let user = server.url.replacing(":right@", with: "nobody:right@")
            try await Self.expectNoConnection(to: user, "refused the user name or the password")
            let database = server.url + "9999"
            try await Self.expectNoConnection(to: database, "no database of that number")
        }
    }

    /// Expects that commands fail, with the reason as soon as the first connection attempt has failed.
    private static func expectNoConnection(to url: String, _ hint: String) async throws {
        try await withRedisClient(url, commandTimeout: .milliseconds(100)) { client in
            let isTold = try await eventually {
                let error = try await #require(throws: RedisError.self) { try await client.send(.ping) }
                #expect(error.code == .unavailable)
                #expect(error.outcome == .notSent)
                #expect(!error.debugDescription.contains("wrong"))
                return error.message.contains(hint)
            }
            #expect(isTold, "nobody said: \(hint)")
        }
    }
}
