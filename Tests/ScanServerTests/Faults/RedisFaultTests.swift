//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

/// A Redis that ends, stands still, or is far away, under load.
@Suite(.timeLimit(.minutes(10))) struct `Faults of Redis` {
    @Test func `a killed Redis with its file on disk comes back with every scan`() async throws {
        try await FaultTrial.withWorkers { deployment, redis in
            try await FaultTrial.of(.redisKilled, deployment, mayRefuse: true) {
                await redis.kill()
                try await Task.sleep(for: .seconds(1))
                try await redis.start()
            }
        }
    }

    @Test func `a restart of Redis is waited for`() async throws {
        try await FaultTrial.withWorkers { deployment, redis in
            try await FaultTrial.of(.redisRestarted, deployment, mayRefuse: true) {
                await redis.stop()
                try await redis.start()
            }
        }
    }

    @Test func `a suspended Redis is told as such within the command timeout`() async throws {
        try await FaultTrial.withWorkers { deployment, redis in
            try await FaultTrial.of(.redisSuspended, deployment, mayRefuse: true) {
                await redis.suspend()
                try await Task.sleep(for: .seconds(3))
                await redis.resume()
            }
        }
    }

    @Test func `a slow Redis makes answers slow, and none wrong`() async throws {
        try await withProxiedWorkers { deployment, proxy in
            // Where an answer takes two round trips and the machine is busy, a second may pass.
            try await FaultTrial.of(.redisSlow, deployment, mayRefuse: true) {
                proxy.delay(by: .milliseconds(400))
                try await Task.sleep(for: .seconds(3))
                proxy.delay(by: .zero)
            }
        }
    }

    @Test func `cut connections are opened again`() async throws {
        try await withProxiedWorkers { deployment, proxy in
            try await FaultTrial.of(.redisCut, deployment, mayRefuse: true) {
                proxy.cut()
                try await Task.sleep(for: .seconds(2))
                proxy.mend()
            }
        }
    }

    @Test func `killed connections are opened again`() async throws {
        try await FaultTrial.withWorkers { deployment, redis in
            try await FaultTrial.of(.clientsKilled, deployment, mayRefuse: true) {
                for _ in 1...10 {
                    try redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
        }
    }

    @Test func `flushed scripts are loaded again`() async throws {
        try await FaultTrial.withWorkers { deployment, redis in
            try await FaultTrial.of(.scriptsFlushed, deployment) {
                for _ in 1...20 {
                    try redis.command("SCRIPT", "FLUSH")
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
        }
    }

    /// Runs a body with three workers that reach Redis through a proxy.
    private func withProxiedWorkers(_ body: (Deployment, TCPProxy) async throws -> Void) async throws {
        try await withRedisServer(.init(transport: .tcp, isAppendOnly: true)) { redis in
            try await TCPProxy.with(to: try #require(redis.port)) { proxy in
                try await AsyncSemaphore.deployments.pass {
                    let arguments = ["--redis", "redis://127.0.0.1:\(proxy.port)"] + FaultTrial.arguments
                    try await withDeployment(arguments: arguments) { deployment in
                        try await body(deployment, proxy)
                    }
                }
            }
        }
    }
}
