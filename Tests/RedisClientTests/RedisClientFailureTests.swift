//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import ServiceLifecycle
import TestSupport
import Testing

/// The client against a real server that is slow, frozen, killed or missing.
@Suite(.timeLimit(.minutes(10))) struct RedisClientFailureTests {
    @Test func `without a server a command fails within the command timeout and was not sent`() async throws {
        try await withRedisClient("unix:///nowhere/r.sock", commandTimeout: .milliseconds(200)) {
            client in
            #expect(!client.isConnected)
            let start = ContinuousClock.now
            let error = await #expect(throws: RedisError.self) { try await client.send(.incr("k")) }
            #expect(error?.code == .unavailable)
            #expect(error?.outcome == .notSent)
            #expect(ContinuousClock.now - start >= .milliseconds(200))
        }
    }

    @Test func `the reason why there is no connection is told`() async throws {
        try await withRedisClient("unix:///nowhere/r.sock", commandTimeout: .milliseconds(50)) { client in
            let isTold = try await eventually {
                let error = try await #require(throws: RedisError.self) { try await client.send(.ping) }
                return error.message.lowercased().contains("no such file or directory")
            }
            #expect(isTold)
        }
    }

    @Test(arguments: [nil, "named"])
    func `a server that has no place for another client is named as the reason`(name: String?) async throws {
        try await withRedisServer(.init(extraArguments: ["--maxclients", "1"])) { server in
            try await withRedisClient(server.url) { first in
                #expect(try await eventually { (try? await first.send(.ping)) != nil })
                try await withRedisClient(server.url, commandTimeout: .milliseconds(50), clientName: name) { second in
                    let isTold = try await eventually {
                        let error = try await #require(throws: RedisError.self) { try await second.send(.ping) }
                        return error.message.contains("maxclients")
                    }
                    #expect(isTold)
                }
            }
        }
    }

    @Test func `a client that does not run says so`() async throws {
        var configuration = try RedisConfiguration(url: "redis://localhost")
        configuration.timeouts.command = .milliseconds(20)
        let client = try RedisClient(configuration, logger: .silent)
        let error = await #expect(throws: RedisError.self) { try await client.send(.ping) }
        #expect(error?.message.contains("run() was not started") == true)
    }

    @Test func `a command before the first connection waits for it`() async throws {
        try await withRedisServer { server in
            await server.stop()
            try await withRedisClient(server.url) { client in
                async let reply = client.send(.ping)
                try await server.start()
                #expect(try await reply.string == "PONG")
            }
        }
    }

    @Test func `a restart with data is survived, and the data is there`() async throws {
        try await withRedisServer(.init(transport: .tcp, isAppendOnly: true)) { server in
            try await withRedisClient(server.url) { client in
                #expect(try await client.send(.set("k", "v")).isOK)
                await server.stop()
                #expect(try await eventually { !client.isConnected })
                try await server.start()
                #expect(try await client.send(.get("k")).string == "v")
                await server.kill()
                try await server.start()
                #expect(try await client.send(.get("k")).string == "v")
            }
        }
    }

    @Test func `a frozen server leads to a timeout with an unknown outcome, and to a new connection`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url, commandTimeout: .milliseconds(300)) { client async throws in
                #expect(try await eventually { client.isConnected })
                await server.suspend()
                let error = await #expect(throws: RedisError.self) { try await client.send(.incr("n")) }
                #expect(error?.code == .timeout)
                #expect(error?.outcome == .unknown)
                let next = await #expect(throws: RedisError.self) { try await client.send(.get("n")) }
                #expect(next?.code == .unavailable)
                await server.resume()
                #expect(try await eventually { (try? await client.send(.get("n")).string) == "1" })
            }
        }
    }

    @Test func `a write whose reply is lost is not repeated, and a read is`() async throws {
        try await withRedisServer(.init(isAppendOnly: true)) { server in
            try await withRedisClient(server.url) { client in
                _ = try await client.send(.set("n", 7))
                let sent = client.roundTrips
                await server.suspend()
                let write = Task { try await client.send(.incr("n")) }
                async let read = client.send(.get("n"))
                #expect(try await eventually { client.roundTrips == sent + 2 })
                await server.kill()
                try await server.start()
                let error = await #expect(throws: RedisError.self) { try await write.value }
                #expect(error?.code == .connectionLost)
                #expect(error?.outcome == .unknown)
                #expect(try await read.string == "7")
                #expect(client.roundTrips == sent + 3)
            }
        }
    }

    @Test func `a cancelled command harms no neighbour`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                _ = try await client.send(.ping)
                let sent = client.roundTrips
                await server.suspend()
                async let before = client.pipeline([.set("a", 1), .get("a")])
                #expect(try await eventually { client.roundTrips == sent + 1 })
                let cancelled = Task { try await client.pipeline([.set("b", 2), .get("b"), .incr("c")]) }
                #expect(try await eventually { client.roundTrips == sent + 2 })
                async let after = client.pipeline([.get("b"), .get("a")])
                #expect(try await eventually { client.roundTrips == sent + 3 })
                cancelled.cancel()
                let error = await #expect(throws: RedisError.self) { try await cancelled.value }
                #expect(error?.code == .cancelled)
                #expect(error?.outcome == .unknown)
                await server.resume()
                #expect(try await before.map(\.string) == ["OK", "1"])
                #expect(try await after.map(\.string) == ["2", "1"])
                #expect(client.roundTrips == sent + 3)
            }
        }
    }

    @Test func `a cancelled task sends nothing`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                _ = try await client.send(.ping)
                let sent = client.roundTrips
                let task = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await client.send(.incr("n"))
                }
                let error = await #expect(throws: RedisError.self) { try await task.value }
                #expect(error?.code == .cancelled)
                #expect(error?.outcome == .notSent)
                #expect(client.roundTrips == sent)
            }
        }
    }

    @Test func `a task that is cancelled while it waits for a connection ends at once`() async throws {
        try await withRedisClient("unix:///nowhere/r.sock", commandTimeout: .seconds(60)) {
            client in
            let task = Task { try await client.send(.ping) }
            task.cancel()
            let error = await #expect(throws: RedisError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(error?.outcome == .notSent)
        }
    }

    @Test func `a reply that hiredis cannot read costs the connection and nothing else`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client async throws in
                // COMMAND nests exactly as deep as hiredis can parse, COMMAND DOCS deeper.
                #expect(try await client.send(RedisCommand("COMMAND")).array?.isEmpty == false)
                for command in [
                    RedisCommand("COMMAND DOCS"), RedisCommand("EVAL", ["return {{{{{{{{{1}}}}}}}}}", 0]),
                    RedisCommand("HELLO", [3]),
                ] {
                    let error = await #expect(throws: RedisError.self) { try await client.send(command) }
                    #expect(error?.code == .protocolViolation)
                    #expect(error?.outcome == .unknown)
                    #expect(try await client.send(.ping).string == "PONG")
                }
            }
        }
    }

    @Test func `a reply over the limit costs the connection and nothing else`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url, pendingReplyLimit: 10_000) { client async throws in
                #expect(try await client.send(.set("k", .init([UInt8](repeating: 1, count: 20_000)))).isOK)
                let error = await #expect(throws: RedisError.self) { try await client.send(.get("k")) }
                #expect(error?.code == .protocolViolation)
                #expect(error?.message.contains("10000") == true)
                #expect(try await client.send(.ping).string == "PONG")
            }
        }
    }

    @Test func `graceful shutdown answers what was sent and refuses what comes`() async throws {
        try await withRedisServer { server in
            var configuration = try RedisConfiguration(url: server.url)
            configuration.timeouts.command = .seconds(20)
            let client = try RedisClient(configuration, logger: .silent)
            let services = ServiceGroup(services: [client], logger: .silent)
            async let run: Void = services.run()
            _ = try await client.send(.ping)
            let sent = client.roundTrips
            await server.suspend()
            async let last = client.send(.incr("n"))
            #expect(try await eventually { client.roundTrips == sent + 1 })
            await services.triggerGracefulShutdown()
            await server.resume()
            #expect(try await last.integer == 1)
            try await run
            let error = await #expect(throws: RedisError.self) { try await client.send(.incr("n")) }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("shut down") == true)
        }
    }

    @Test func `a blocking command on a shared connection is a mistake of the program`() async {
        await #expect(processExitsWith: .failure) {
            let client = try RedisClient(try RedisConfiguration(url: "redis://localhost"), logger: .silent)
            _ = try await client.send(.xreadgroup("s", group: "g", consumer: "c", block: .seconds(1)))
        }
    }
}
