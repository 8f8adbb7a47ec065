//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct RedisStreamTests {
    @Test func `an entry is delivered, acknowledged and taken over`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                #expect(try await client.send(.xgroupCreate("s", group: "g")).isOK)
                let again = await #expect(throws: RedisError.self) {
                    try await client.send(.xgroupCreate("s", group: "g"))
                }
                #expect(again?.serverError?.prefix == "BUSYGROUP")
                let id = try #require(
                    try await client.send(.xadd("s", [("job", "a"), ("bytes", .init([0, 255]))])).string
                )
                #expect(try await client.send(.xlen("s")).integer == 1)

                let read = try await client.send(.xreadgroup("s", group: "g", consumer: "one", count: 5))
                let entries = try #require(RedisStreamEntry.entries(fromRead: read))
                #expect(entries.map(\.id) == [id])
                #expect(entries[0]["job"] == Array("a".utf8) && entries[0]["bytes"] == [0, 255])
                #expect(entries[0]["none"] == nil)

                let claimed = try await client.send(.xautoclaim("s", group: "g", consumer: "two", minimumIdle: .zero))
                let taken = try #require(RedisStreamEntry.entries(fromAutoclaim: claimed))
                #expect(taken.nextStart == "0-0" && taken.entries == entries)
                let ids = try await client.send(
                    .xclaim("s", group: "g", consumer: "two", minimumIdle: .zero, ids: [id], justID: true)
                )
                #expect(ids.array?.map(\.string) == [id])
                #expect(try await client.send(.xack("s", group: "g", ids: [id])).integer == 1)
                #expect(try await client.send(.xdel("s", ids: [id])).integer == 1)
            }
        }
    }

    @Test func `a blocked read on its own connection does not hold up the others`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                _ = try await client.send(.xgroupCreate("s", group: "g"))
                async let read = client.withDedicatedConnection { connection in
                    try await connection.send(.xreadgroup("s", group: "g", consumer: "c", block: .seconds(30)))
                }
                let isBlocked = try await eventually {
                    try server.command("INFO", "clients").contains("blocked_clients:1")
                }
                #expect(isBlocked)
                let id = try #require(try await client.send(.xadd("s", [("f", "v")])).string)
                #expect(RedisStreamEntry.entries(fromRead: try await read)?.map(\.id) == [id])
            }
        }
    }

    @Test func `a blocked read that ends empty is no error`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url, commandTimeout: .seconds(5)) { client in
                _ = try await client.send(.xgroupCreate("s", group: "g"))
                let reply = try await client.withDedicatedConnection { connection in
                    try await connection.send(.xreadgroup("s", group: "g", consumer: "c", block: .milliseconds(20)))
                }
                #expect(reply.isNull)
                #expect(RedisStreamEntry.entries(fromRead: reply) == [])
            }
        }
    }

    @Test func `a cancelled blocked read ends at once and its connection is closed`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                _ = try await client.send(.xgroupCreate("s", group: "g"))
                let task = Task {
                    try await client.withDedicatedConnection { connection in
                        try await connection.send(.xreadgroup("s", group: "g", consumer: "c", block: .seconds(60)))
                    }
                }
                #expect(try await eventually { try server.command("INFO", "clients").contains("blocked_clients:1") })
                task.cancel()
                let error = await #expect(throws: RedisError.self) { try await task.value }
                #expect(error?.code == .cancelled)
                #expect(error?.outcome == .unknown)
                #expect(try await eventually { try server.command("INFO", "clients").contains("blocked_clients:0") })
            }
        }
    }

    @Test func `a read on a dedicated connection has the time it is given`() async throws {
        try await withRedisServer { server in
            try await withRedisClient(server.url) { client in
                _ = try await client.send(.xgroupCreate("s", group: "g"))
                let error = await #expect(throws: RedisError.self) {
                    try await client.withDedicatedConnection { connection in
                        let command = RedisCommand.xreadgroup("s", group: "g", consumer: "c", block: .seconds(60))
                        return try await connection.send(command, timeout: .milliseconds(50))
                    }
                }
                #expect(error?.code == .timeout)
            }
        }
    }
}
