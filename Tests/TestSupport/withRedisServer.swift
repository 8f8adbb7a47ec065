//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Runs a body with its own Redis server, and always stops the server and removes its files.
///
/// The server responds to `PING` before the body starts. It has its own temporary directory, so several servers can run
/// side by side. If the test process dies, a watchdog stops the server.
///
/// - Parameters:
///   - options: The transport, authentication and persistence of the server.
///   - body: The use of the running server.
/// - Returns: The result of the body.
/// - Throws: ``RedisServerFailure`` if the server cannot be started, or the error of the body.
package func withRedisServer<Result>(
    _ options: RedisServer.Options = RedisServer.Options(),
    _ body: (RedisServer) async throws -> Result
) async throws -> Result {
    let server = try RedisServer(options: options)
    do {
        try await server.start()
        let result = try await body(server)
        await server.tearDown()
        return result
    } catch {
        await server.tearDown()
        throw error
    }
}
