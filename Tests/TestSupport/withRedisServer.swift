//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Runs a body with a Redis server of its own, and stops the server and removes its files whatever the body does.
///
/// The server answers `PING` before the body starts. It lives in a directory of its own under the temporary
/// directory, so any number of them run side by side. Should the test process die, a watchdog ends the server.
///
/// - Parameters:
///   - options: How the server listens, authenticates and persists.
///   - body: What is done with the running server.
/// - Returns: What the body returns.
/// - Throws: ``RedisServerFailure`` if the server cannot be started, or what the body throws.
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
