//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A deployment with its Redis and everything an operator could give to a prober: addresses, passwords, log, commands.
package struct DeploymentAccess: Sendable {
    /// The deployment.
    package let deployment: Deployment
    /// The deployment's Redis, which keeps its data over a restart.
    package let redis: RedisServer
    /// The fault commands, by fault name.
    ///
    /// A worker is selected when a command runs, since a dead one is replaced: the holder of the lease of the scan that
    /// the prober names, so that the fault has an effect, or the oldest worker if no lease is held.
    package let commands: [String: String]

    /// Returns the arguments of `scan-probe run` that satisfy a mutant's need.
    ///
    /// - Parameter need: A need such as `store_access`, `admin` or `kill_worker`.
    /// - Returns: The arguments; empty for a need without any.
    package func arguments(for need: String) -> [String] {
        switch need {
        case "second_user":
            ["--second-email", "second@example.com", "--second-password-file", deployment.passwordFile]
        case "admin":
            ["--admin-email", "admin@example.com", "--admin-password-file", deployment.passwordFile]
        case "store_access": ["--redis", redis.url]
        case "store_changes": ["--allow-changes"]
        case "logs": ["--log-file", deployment.logPath]
        case "pause_worker": commandArguments("pause_worker", "resume_worker")
        case "stop_redis": commandArguments("stop_redis", "resume_redis")
        case "kill_worker", "stop_worker", "restart_redis": commandArguments(need)
        default: []
        }
    }

    /// The address of the deployment and the first user's login.
    package var login: [String] {
        [deployment.url, "--email", "demo@example.com", "--password-file", deployment.passwordFile]
    }

    /// The definitions of all commands, as `NAME=COMMAND`.
    package var commandDefinitions: [String] {
        commands.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    private func commandArguments(_ names: String...) -> [String] {
        names.flatMap { name in commands[name].map { ["--fault-command", "\(name)=\($0)"] } ?? [] }
    }

    fileprivate init(_ deployment: Deployment, _ redis: RedisServer) {
        let supervisor = deployment.pid
        let paused = redis.directory.appendingPathComponent("paused").path
        let restart = Self.restartRequest(to: redis)
        // The brackets keep the shell that runs the command from matching its own pattern.
        let redisProcess = "-f '[r]edis-server unixsocket:\(redis.socketPath)'"
        let get = "redis-cli -s \(redis.socketPath) get"
        // A lease begins with the worker's name: worker-NUMBER-PID-NONCE.
        let entry = "$(\(get) opportunity_scan_lookup:$SCAN_PROBE_SCAN_ID)"
        let holder = "\(get) \"opportunity_scan_active:\(entry)\" | cut -d- -f3"
        let worker = "pid=$(\(holder)); pid=${pid:-$(pgrep -o -P \(supervisor))}"
        self.deployment = deployment
        self.redis = redis
        commands = [
            "kill_worker": "\(worker); kill -KILL $pid",
            "stop_worker": "\(worker); kill -TERM $pid",
            "pause_worker": "\(worker); echo $pid > \(paused) && kill -STOP $pid",
            "resume_worker": "kill -CONT $(cat \(paused))",
            "stop_redis": "pkill -STOP \(redisProcess)",
            "resume_redis": "pkill -CONT \(redisProcess)",
            "restart_redis": "touch \(restart) && while [ -e \(restart) ]; do sleep 0.05; done",
        ]
    }

    /// Returns the path of the file that requests a restart of Redis; it is removed once that is done.
    private static func restartRequest(to redis: RedisServer) -> String {
        redis.directory.appendingPathComponent("restart").path
    }

    /// Restarts Redis whenever a command requests it, until the task is cancelled.
    fileprivate static func serveRestarts(of redis: RedisServer) async throws {
        let request = Self.restartRequest(to: redis)
        while true {
            try await Task.sleep(for: .milliseconds(50))
            guard FileManager.default.fileExists(atPath: request) else { continue }
            await redis.kill()
            try await redis.start()
            try FileManager.default.removeItem(atPath: request)
        }
    }
}

/// Runs a body with a deployment on its own Redis server, and always stops both.
///
/// - Parameters:
///   - program: The program to serve.
///   - arguments: The deployment's arguments, except for its Redis.
///   - body: The use of the deployment.
/// - Returns: The result of the body.
/// - Throws: An error if either cannot be started, or the error of the body.
package func withDeploymentAccess<Result>(
    _ program: Deployment.Program = .reference,
    arguments: [String],
    _ body: (DeploymentAccess) async throws -> Result
) async throws -> Result {
    try await withRedisServer(RedisServer.Options(isAppendOnly: true)) { redis in
        try await withDeployment(program, arguments: ["--redis", redis.url] + arguments) { deployment in
            let restarts = Task { try await DeploymentAccess.serveRestarts(of: redis) }
            defer { restarts.cancel() }
            return try await body(DeploymentAccess(deployment, redis))
        }
    }
}
