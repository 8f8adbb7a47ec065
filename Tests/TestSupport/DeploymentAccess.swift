//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A deployment with its Redis, and all that its operator could give a prober: addresses, passwords, logs and commands.
package struct DeploymentAccess: Sendable {
    /// The deployment.
    package let deployment: Deployment
    /// Its Redis, which keeps its data over a restart.
    package let redis: RedisServer
    /// The commands that disturb the deployment, by what they do.
    ///
    /// A worker is looked for when a command runs, since one that died is replaced: the one that holds the lease of the
    /// scan that the prober names, so that it has something to lose; the oldest one where nobody holds it.
    package let commands: [String: String]

    /// What `scan-probe run` is told of the deployment, by what a mutant says that it needs.
    ///
    /// - Parameter need: A need such as `store_access`, `admin` or `kill_worker`.
    /// - Returns: The arguments; empty for a need that takes none.
    package func arguments(for need: String) -> [String] {
        switch need {
        case "second_user":
            ["--second-email", "second@example.com", "--second-password-file", self.deployment.passwordFile]
        case "admin":
            ["--admin-email", "admin@example.com", "--admin-password-file", self.deployment.passwordFile]
        case "store_access": ["--redis", self.redis.url]
        case "store_changes": ["--allow-changes"]
        case "logs": ["--log-file", self.deployment.logPath]
        case "pause_worker": self.commandArguments("pause_worker", "resume_worker")
        case "stop_redis": self.commandArguments("stop_redis", "resume_redis")
        case "kill_worker", "stop_worker", "restart_redis": self.commandArguments(need)
        default: []
        }
    }

    /// The address of the deployment and the first user's login.
    package var login: [String] {
        [self.deployment.url, "--email", "demo@example.com", "--password-file", self.deployment.passwordFile]
    }

    /// The definitions of all commands, as `NAME=COMMAND`.
    package var commandDefinitions: [String] {
        self.commands.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    private func commandArguments(_ names: String...) -> [String] {
        names.flatMap { name in self.commands[name].map { ["--fault-command", "\(name)=\($0)"] } ?? [] }
    }

    fileprivate init(_ deployment: Deployment, _ redis: RedisServer) {
        let supervisor = deployment.pid
        let paused = redis.directory.appendingPathComponent("paused").path
        let restart = Self.restartRequest(to: redis)
        // The brackets keep the shell that runs the command from being meant as well.
        let redisProcess = "-f '[r]edis-server unixsocket:\(redis.socketPath)'"
        let get = "redis-cli -s \(redis.socketPath) get"
        // A lease begins with the worker's name: worker-NUMBER-PID-NONCE.
        let entry = "$(\(get) opportunity_scan_lookup:$SCAN_PROBE_SCAN_ID)"
        let holder = "\(get) \"opportunity_scan_active:\(entry)\" | cut -d- -f3"
        let worker = "pid=$(\(holder)); pid=${pid:-$(pgrep -o -P \(supervisor))}"
        self.deployment = deployment
        self.redis = redis
        self.commands = [
            "kill_worker": "\(worker); kill -KILL $pid",
            "stop_worker": "\(worker); kill -TERM $pid",
            "pause_worker": "\(worker); echo $pid > \(paused) && kill -STOP $pid",
            "resume_worker": "kill -CONT $(cat \(paused))",
            "stop_redis": "pkill -STOP \(redisProcess)",
            "resume_redis": "pkill -CONT \(redisProcess)",
            "restart_redis": "touch \(restart) && while [ -e \(restart) ]; do sleep 0.05; done",
        ]
    }

    /// The file whose being there asks for a restart of Redis; it is gone when that is done.
    private static func restartRequest(to redis: RedisServer) -> String {
        redis.directory.appendingPathComponent("restart").path
    }

    /// Restarts Redis whenever a command asks for it, until the task is cancelled.
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

/// Runs a body with a deployment on a Redis of its own, and stops both whatever the body does.
///
/// - Parameters:
///   - program: What to serve.
///   - arguments: The deployment's arguments but for its Redis.
///   - body: What is done with it.
/// - Returns: What the body returns.
/// - Throws: An error when either cannot be started, or what the body throws.
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
