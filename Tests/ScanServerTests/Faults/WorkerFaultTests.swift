//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// Workers and supervisors that end, are held up, or are told to go, under load.
@Suite(.timeLimit(.minutes(10))) struct `Faults of workers` {
    @Test func `a killed worker costs the requests it had`() async throws {
        try await FaultTrial.withWorkers { deployment, _ in
            let victim = try #require(deployment.workers.first)
            try await FaultTrial.of(.workerKilled, deployment, mayBreak: true) {
                deployment.signal(SIGKILL, to: victim)
                try await Self.expectReplacement(of: victim, in: deployment)
            }
        }
    }

    @Test func `a stopped worker hands back what it has`() async throws {
        try await FaultTrial.withWorkers { deployment, _ in
            let victim = try #require(deployment.workers.first)
            // The port is shared: what waits for the worker that closes it is lost with its connection.
            try await FaultTrial.of(.workerStopped, deployment, mayBreak: true) {
                deployment.signal(SIGTERM, to: victim)
                try await Self.expectReplacement(of: victim, in: deployment)
            }
        }
    }

    @Test func `a suspended worker changes nothing when it goes on`() async throws {
        try await FaultTrial.withWorkers { deployment, _ in
            let victim = try #require(deployment.workers.first)
            try await FaultTrial.of(.workerSuspended, deployment, mayRefuse: true, mayBreak: true) {
                deployment.signal(SIGSTOP, to: victim)
                // Longer than the lease: others have its scans by then.
                try await Task.sleep(for: .seconds(5))
                deployment.signal(SIGCONT, to: victim)
            }
            #expect(isRunning(victim))
        }
    }

    @Test func `a server that is drained leaves its scans to another`() async throws {
        try await FaultTrial.withWorkers { first, redis in
            let arguments = ["--redis", redis.url] + FaultTrial.arguments
            try await withDeployment(arguments: arguments) { second in
                let processes = [first.pid] + first.workers
                try await FaultTrial.of(.drained, first, second, mayBreak: true) {
                    await first.stop()
                    for pid in processes { #expect(!isRunning(pid)) }
                }
            }
        }
    }

    @Test func `a killed supervisor takes its workers with it, and none serves on`() async throws {
        try await FaultTrial.withWorkers { first, redis in
            let arguments = ["--redis", redis.url] + FaultTrial.arguments
            try await withDeployment(arguments: arguments) { second in
                let processes = [first.pid] + first.workers
                #expect(processes.count == 4)
                try await FaultTrial.of(.supervisorKilled, first, second, mayBreak: true) {
                    first.signal(SIGKILL, to: first.pid)
                    let areGone = try await eventually { processes.allSatisfy { !isRunning($0) } }
                    #expect(areGone)
                    let orphan = try? await APIClient(url: first.url).send(.GET, "/health", timeout: .seconds(2))
                    #expect(orphan?.status == nil, "somebody serves on")
                }
            }
        }
    }

    private static func expectReplacement(of victim: Int32, in deployment: Deployment) async throws {
        let isReplaced = try await eventually {
            !isRunning(victim) && deployment.workers.count == 3 && !deployment.workers.contains(victim)
        }
        #expect(isReplaced, "\(deployment.log.suffix(2000))")
    }
}
