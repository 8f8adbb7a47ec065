//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSelection
import TestSupport
import Testing

/// The fixture of all integration tests.
@Suite(.enabled(if: TestSelection.startsProcesses), .timeLimit(.minutes(10))) struct RedisServerFixtureTests {
    @Test(arguments: [RedisServer.Options.Transport.unixSocket, .tcp, .tls])
    func `a server is ready, and gone afterwards`(transport: RedisServer.Options.Transport) async throws {
        let (pid, directory) = try await withRedisServer(.init(transport: transport)) { server in
            #expect(try server.command("PING") == "+PONG")
            let pid = try #require(await server.pid)
            #expect(kill(pid, 0) == 0)
            return (pid, server.directory)
        }
        #expect(kill(pid, 0) == -1)
        #expect(!FileManager.default.fileExists(atPath: directory.path))
    }

    @Test func `a server is gone also when the body throws`() async throws {
        struct Thrown: Error {}
        var pid: Int32 = 0
        await #expect(throws: Thrown.self) {
            try await withRedisServer { server in
                pid = try #require(await server.pid)
                await server.suspend()
                throw Thrown()
            }
        }
        #expect(pid > 0 && kill(pid, 0) == -1)
    }

    @Test func `a restart keeps the data if asked to, and the address`() async throws {
        for isAppendOnly in [true, false] {
            try await withRedisServer(.init(transport: .tcp, isAppendOnly: isAppendOnly)) { server in
                try server.command("SET", "k", "v")
                let pid = await server.pid
                await server.kill()
                #expect(await server.pid == nil)
                #expect(throws: RedisServerFailure.self) { try server.command("PING") }
                try await server.start()
                #expect(await server.pid != pid)
                #expect(try server.command("EXISTS", "k") == (isAppendOnly ? ":1" : ":0"))
            }
        }
    }

    @Test func `a server that cannot start is reported with its log`() async throws {
        let error = await #expect(throws: RedisServerFailure.self) {
            try await withRedisServer(.init(extraArguments: ["--maxmemory", "nonsense"])) { _ in }
        }
        #expect(error?.description.contains("did not come up") == true)
    }
}
