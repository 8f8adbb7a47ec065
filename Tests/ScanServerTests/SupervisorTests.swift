//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// The supervisor's handling of workers that die, and of workers that do not stop.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `A supervisor` {
    @Test func `has all workers up again after kills at any age, the starting one among them`() async throws {
        try await withRedisServer { redis in
            try await withDeployment(arguments: ["--workers", "3", "--redis", redis.url]) { deployment in
                var generator = SystemRandomNumberGenerator()
                var killed: Set<Int32> = []
                while killed.count < 24 {
                    let workers = deployment.workers.filter { !killed.contains($0) }
                    guard let victim = workers.randomElement(using: &generator) else {
                        // All workers have ended, and their successors have not started yet.
                        try await Task.sleep(for: .milliseconds(1))
                        continue
                    }
                    // Half of the workers are killed at once, before they listen, and half up to 400 ms later.
                    let age = killed.count % 2 == 0 ? 0 : Int.random(in: 0...400, using: &generator)
                    try await Task.sleep(for: .milliseconds(age))
                    deployment.signal(SIGKILL, to: victim)
                    killed.insert(victim)
                }
                let client = APIClient(url: deployment.url)
                var answered: Set<String> = []
                let areAllUp = try await eventually {
                    if let worker = try? await client.send(.GET, "/health").worker { answered.insert(worker) }
                    return answered == ["1", "2", "3"] && deployment.workers.count == 3
                }
                #expect(areAllUp, "\(answered), \(deployment.workers.count) processes\n\(deployment.log.suffix(4000))")
                #expect(isRunning(deployment.pid))
                #expect(deployment.log.contains("died before it was ready"), "none was hit while it started")
            }
        }
    }

    @Test(arguments: [1, 2, 3]) func `gives each worker the event loops of its share of the cores`(
        workers: Int
    ) async throws {
        try await withRedisServer { redis in
            try await withDeployment(arguments: ["--workers", "\(workers)", "--redis", redis.url]) { deployment in
                // One worker needs no supervisor.
                let processes = workers == 1 ? [deployment.pid] : deployment.workers
                #expect(processes.count == workers)
                for process in processes {
                    #expect(Self.eventLoops(of: process) == max(1, System.coreCount / workers))
                }
            }
        }
    }

    /// The number of a process's threads that run SwiftNIO's shared event loops, by their name.
    private static func eventLoops(of process: Int32) -> Int {
        let tasks = "/proc/\(process)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.count { thread in
            let name = try? String(contentsOfFile: "\(tasks)/\(thread)/comm", encoding: .utf8)
            return name?.hasPrefix("NIO-SGLTN-") == true
        }
    }

    @Test func `kills workers that do not stop when they are told to`() async throws {
        try await withRedisServer { redis in
            let arguments = ["--workers", "2", "--redis", redis.url, "--shutdown-grace", "0.2"]
            try await withDeployment(arguments: arguments) { deployment in
                let workers = deployment.workers
                let frozen = try #require(workers.first)
                // A stopped process reacts to no signal but SIGKILL.
                deployment.signal(SIGSTOP, to: frozen)
                await deployment.stop()
                for pid in workers { #expect(!isRunning(pid)) }
                kill(frozen, SIGKILL)
            }
        }
    }

    @Test func `says at the start what its Redis may lose`() async throws {
        let options = RedisServer.Options(extraArguments: ["--maxmemory-policy", "allkeys-lru"])
        try await withRedisServer(options) { redis in
            try await withDeployment(arguments: ["--workers", "2", "--redis", redis.url]) { deployment in
                let isWarned = try await eventually {
                    deployment.log.contains("noeviction") && deployment.log.contains("appendonly yes")
                }
                #expect(isWarned, "\(deployment.log)")
                let times = deployment.log.components(separatedBy: "set noeviction").count - 1
                #expect(times == 1)
            }
        }
    }
}
