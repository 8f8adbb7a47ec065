//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// A Redis that refuses writes, connections or passwords, under load.
@Suite(.timeLimit(.minutes(10))) struct `Refusals of Redis` {
    private static let pause = Duration.seconds(2)

    @Test func `a full Redis takes no scans, and finds those it has`() async throws {
        try await FaultTrial.withWorkers { deployment, redis in
            try await FaultTrial.of(.redisFull, deployment, mayRefuse: true) {
                try redis.command("CONFIG", "SET", "maxmemory", "1")
                try await Task.sleep(for: Self.pause)
                try redis.command("CONFIG", "SET", "maxmemory", "0")
            }
        }
    }

    @Test func `a read-only Redis takes no scans, and finds those it has`() async throws {
        try await FaultTrial.withWorkers { deployment, redis in
            try await FaultTrial.of(.redisReadOnly, deployment, mayRefuse: true) {
                try redis.command("REPLICAOF", "127.0.0.1", "1")
                try await Task.sleep(for: Self.pause)
                try redis.command("REPLICAOF", "NO", "ONE")
            }
        }
    }

    @Test func `a Redis without a place for another connection is waited for`() async throws {
        try await FaultTrial.withWorkers { deployment, redis in
            let session = try redis.session()
            try await FaultTrial.of(.redisCrowded, deployment, mayRefuse: true) {
                try session.command("CONFIG", "SET", "maxclients", "1")
                try session.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
                try await Task.sleep(for: Self.pause)
                try session.command("CONFIG", "SET", "maxclients", "10000")
            }
            #expect(deployment.log.contains("maxclients"))
        }
    }

    @Test func `a password that is not right any more is told, and tried again`() async throws {
        let options = RedisServer.Options(password: "old", isAppendOnly: true)
        try await FaultTrial.withWorkers(options) { deployment, redis in
            let session = try redis.session()
            try await FaultTrial.of(.passwordRotated, deployment, mayRefuse: true) {
                try session.command("CONFIG", "SET", "requirepass", "new")
                try session.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
                try await Task.sleep(for: Self.pause)
                try session.command("CONFIG", "SET", "requirepass", "old")
            }
            #expect(deployment.log.contains("refused the user name or the password"))
            #expect(!deployment.log.contains(":old@"))
        }
    }

    @Test func `a disk without room takes no scans until there is some`() async throws {
        let options = RedisServer.Options(
            isAppendOnly: true,
            // With `always` Redis ends itself instead, which is a fault of its own.
            extraArguments: ["--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0"],
            toleratesFileLimit: true
        )
        try await FaultTrial.withWorkers(options) { deployment, redis in
            try await FaultTrial.of(.diskFull, deployment, mayRefuse: true) {
                try await redis.limitFiles(to: 1)
                #expect(try await eventually { try redis.command("SET", "x", "1", "PX", "1").contains("MISCONF") })
                try await Task.sleep(for: Self.pause)
                try await redis.limitFiles(to: nil)
            }
        }
    }

    @Test(.enabled(if: FaultFigures.areKept, "It waits long for scans that are lost: Scripts/faults"))
    func `an evicting Redis loses scans, which the log said at the start, and none that it has`() async throws {
        try await FaultTrial.withWorkers(.init(extraArguments: ["--maxmemory-policy", "allkeys-lru"])) {
            deployment,
            redis in
            let figures = try await FaultLoad.through([deployment], within: .seconds(30)) {
                let keys = try Self.number(redis.command("DBSIZE"))
                let used =
                    try redis.command("INFO", "memory").split(whereSeparator: \.isNewline)
                    .first { $0.hasPrefix("used_memory:") }.flatMap { Int($0.dropFirst("used_memory:".count)) } ?? 0
                var limit = used
                // Fewer bytes again and again, until half of the keys are gone.
                while try Self.number(redis.command("DBSIZE")) > keys / 2 {
                    limit -= 4_000
                    try redis.command("CONFIG", "SET", "maxmemory", "\(limit)")
                    try await Task.sleep(for: .milliseconds(1))
                }
                try redis.command("CONFIG", "SET", "maxmemory", "0")
            }
            try figures.keep(of: .redisEvicting)
            #expect(figures.others.allSatisfy { $0.hasPrefix("404") }, "\(figures)")
            #expect(deployment.log.contains("set noeviction"))
        }
    }

    private static func number(_ reply: String) -> Int { Int(reply.dropFirst()) ?? 0 }
}
