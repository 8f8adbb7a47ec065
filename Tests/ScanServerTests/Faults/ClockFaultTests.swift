//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// Wall clocks that are set while scans run, those of a server and of Redis.
@Suite(.timeLimit(.minutes(10))) struct `Faults of clocks` {
    private static let hour: Int64 = 3600
    /// Less than the lifetime of a token, which is an hour.
    private static let halfHour = hour / 2

    @Test(arguments: [(Fault.serverClockSetBack, -halfHour), (.serverClockSetForward, halfHour)])
    func `a server whose clock is wrong serves and scans on`(fault: Fault, offset: Int64) async throws {
        try await withServersOfTwoClocks { first, second, clock, redis in
            try await FaultTrial.of(fault, first, second) {
                try clock.set(by: offset)
                try await Self.expectClock(of: second, by: offset)
                try await Task.sleep(for: .seconds(3))
                try clock.set(by: 0)
                try await Self.expectClock(of: second, by: 0)
            }
            try Self.expectOneAttempt(at: redis)
        }
    }

    @Test func `a Redis whose clock goes back keeps every scan with its worker`() async throws {
        try await withClockOfRedis { deployment, clock, redis in
            try await FaultTrial.of(.redisClockSetBack, deployment) {
                try clock.set(by: -Self.hour)
                try Self.expectClock(of: redis, by: -Self.hour)
            }
            try Self.expectOneAttempt(at: redis)
        }
    }

    @Test func `a Redis whose clock goes forward ends all leases, and others go on with the scans`() async throws {
        try await withClockOfRedis { deployment, clock, redis in
            try await FaultTrial.of(.redisClockSetForward, deployment) {
                try clock.set(by: 60)
                try Self.expectClock(of: redis, by: 60)
            }
        }
    }

    @Test func `a token that a wrong clock finds old is told as such, and good again with the clock`() async throws {
        try await withServersOfTwoClocks { _, second, clock, _ in
            let client = try await APIClient.logIn(at: second)
            let scan = try #require(try await client.discover().scanID)
            #expect(try await client.status(scan).status == 200)
            try clock.set(by: 2 * Self.hour)
            try await Self.expectClock(of: second, by: 2 * Self.hour)
            #expect(try await client.status(scan).status == 401)
            try clock.set(by: 0)
            try await Self.expectClock(of: second, by: 0)
            #expect(try await client.status(scan).status == 200)
        }
    }

    // MARK: - Servers

    /// The options of all servers: with leases that no busy machine lets run out.
    private static func arguments(_ redis: RedisServer) -> [String] {
        ["--redis", redis.url] + FaultTrial.arguments + ["--lease", "30"]
    }

    /// Runs a body with two servers of one deployment on a Redis of their own, the second one with another clock.
    private func withServersOfTwoClocks(
        _ body: (Deployment, Deployment, SettableClock, RedisServer) async throws -> Void
    ) async throws {
        try await SettableClock.with { clock in
            try await withRedisServer(.init(isAppendOnly: true)) { redis in
                try await AsyncSemaphore.deployments.pass {
                    let arguments = Self.arguments(redis)
                    try await withDeployment(arguments: arguments) { first in
                        try await withDeployment(arguments: arguments, environment: clock.environment) { second in
                            try await body(first, second, clock, redis)
                        }
                    }
                }
            }
        }
    }

    /// Runs a body with a server on a Redis with another clock.
    private func withClockOfRedis(
        _ body: (Deployment, SettableClock, RedisServer) async throws -> Void
    ) async throws {
        try await SettableClock.with { clock in
            let options = RedisServer.Options(isAppendOnly: true, environment: clock.environment)
            try await withRedisServer(options) { redis in
                try await AsyncSemaphore.deployments.pass {
                    try await withDeployment(arguments: Self.arguments(redis)) { try await body($0, clock, redis) }
                }
            }
        }
    }

    // MARK: - Expectations

    /// Requires that a server goes by a clock that was set, as the times in its tokens tell.
    private static func expectClock(of deployment: Deployment, by offset: Int64) async throws {
        let token = try #require(try await APIClient.logIn(at: deployment).token)
        let payload = try #require(token.split(separator: ".").dropFirst().first)
            .replacing("-", with: "+").replacing("_", with: "/")
        let padded = payload.padding(toLength: (payload.count + 3) / 4 * 4, withPad: "=", startingAt: 0)
        let claims = try JSONSerialization.jsonObject(with: try #require(Data(base64Encoded: padded)))
        let issued = try #require((claims as? [String: Any])?["iat"] as? Double)
        #expect(abs(issued - Date().timeIntervalSince1970 - Double(offset)) < 60)
    }

    private static func expectClock(of redis: RedisServer, by offset: Int64) throws {
        let reply = try redis.command("TIME")
        let time = reply.split(whereSeparator: \.isNewline).lazy.compactMap { Int64($0) }.first ?? 0
        #expect(abs(time - Int64(Date().timeIntervalSince1970) - offset) < 10, "\(reply)")
    }

    /// Requires that no scan was taken by a second worker.
    private static func expectOneAttempt(at redis: RedisServer) throws {
        let keys = try redis.command("KEYS", "scan_lifecycle:*").split(whereSeparator: \.isNewline)
            .filter { $0.hasPrefix("scan_lifecycle:") }
        #expect(keys.count >= FaultLoad.scans)
        for key in keys {
            let attempts = try redis.command("HGET", String(key), "attempts").split(whereSeparator: \.isNewline)
            #expect(attempts.last == "1", "\(key): \(attempts)")
        }
    }
}
