//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A real Sentinel that watches one master, for tests.
package struct RedisSentinelServer: Sendable {
    /// The name that the Sentinel gives the master.
    package static let master = "scans"

    /// The port of the Sentinel.
    package let port: Int
    private let directory: URL
    private let socketPath: String

    private init(watching server: RedisServer) throws {
        port = try FreePort.choose()
        directory = server.directory.appendingPathComponent("sentinel")
        socketPath = directory.appendingPathComponent("s.sock").path
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    /// Sends one command to the Sentinel and returns the raw reply.
    @discardableResult
    package func command(_ arguments: String...) throws -> String {
        try RedisProbe(socketPath: socketPath, password: nil).command(arguments)
    }

    /// Runs a body with a Sentinel for a master and its replica, and stops it afterwards.
    ///
    /// - Parameters:
    ///   - server: The master.
    ///   - configuration: Further lines of the Sentinel's configuration.
    ///   - body: The use of the Sentinel.
    /// - Returns: The result of the body.
    /// - Throws: ``RedisServerFailure`` if it cannot be started, or the error of the body.
    package static func with<Result>(
        watching server: RedisServer,
        configuration: [String] = [],
        _ body: (RedisSentinelServer) async throws -> Result
    ) async throws -> Result {
        let sentinel = try RedisSentinelServer(watching: server)
        let file = sentinel.directory.appendingPathComponent("sentinel.conf")
        let lines =
            [
                "port \(sentinel.port)", "bind 127.0.0.1", "dir \(sentinel.directory.path)",
                "unixsocket \(sentinel.socketPath)", "logfile \(sentinel.directory.path)/log",
                "sentinel monitor \(master) 127.0.0.1 \(server.port ?? 0) 1",
                "sentinel down-after-milliseconds \(master) 1000", "sentinel failover-timeout \(master) 5000",
            ] + configuration
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        let executable = try ChildProcess.locate("redis-server", package: "redis-server")
        let process = try await ChildProcess.start(executable, arguments: [file.path, "--sentinel"])
        try await process.endWithThisProcess(removing: sentinel.directory)
        func stop() async {
            process.signal(SIGTERM)
            await process.waitUntilExit(killingAfter: .seconds(20))
        }
        do {
            let probe = RedisProbe(socketPath: sentinel.socketPath, password: nil)
            // The replica is found in the master's INFO, which is asked for now and then.
            let isReady = try await eventually(within: .seconds(60)) {
                (try? probe.command(["SENTINEL", "REPLICAS", master]))?.contains("127.0.0.1") == true
            }
            guard isReady else { throw RedisServerFailure("the Sentinel did not come up, or found no replica") }
            let result = try await body(sentinel)
            await stop()
            return result
        } catch {
            await stop()
            throw error
        }
    }
}
