//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// The guarantee of the project: no scan is ever lost, whichever worker responds and whichever process dies.
///
/// Source: `Conformance/Contract/store.md#the-scan-store`.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `Three workers that share a Redis` {
    /// Runs a body with three workers, scans of about two seconds, and a lease short enough to expire.
    private func withThreeWorkers(
        _ options: RedisServer.Options = RedisServer.Options(isAppendOnly: true),
        scansLasting seconds: Double = 2,
        _ body: (Deployment, RedisServer) async throws -> Void
    ) async throws {
        try await withRedisServer(options) { redis in
            let arguments = ["--workers", "3", "--redis", redis.url, "--lease", "3"]
            try await withDeployment(arguments: arguments + Deployment.scans(lasting: seconds)) { deployment in
                try await body(deployment, redis)
            }
        }
    }

    /// Polls a scan until it is complete and ten times more, with a new connection each time.
    ///
    /// - Returns: The workers that responded.
    private func follow(
        _ scan: String,
        as client: APIClient,
        toleratesLostConnections: Bool = false
    ) async throws -> Set<String> {
        var workers: Set<String> = []
        var completed = 0
        var pollsAfterCompletion = 0
        let deadline = ContinuousClock.now + .seconds(120)
        while pollsAfterCompletion < 10 {
            guard ContinuousClock.now < deadline else { throw NeverEnded() }
            try await Task.sleep(for: .milliseconds(40))
            let answer: APIAnswer
            do { answer = try await client.status(scan) } catch {
                // A connection to a killed worker breaks, which is no statement about the scan.
                if toleratesLostConnections { continue }
                throw error
            }
            #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            #expect(answer.scanID == scan)
            #expect((answer.completed ?? -1) >= completed, "progress went back")
            completed = max(completed, answer.completed ?? 0)
            if pollsAfterCompletion > 0 { #expect(answer.state == "complete", "a final state was not final") }
            if answer.state == "complete" { pollsAfterCompletion += 1 }
            if let worker = answer.worker { workers.insert(worker) }
        }
        return workers
    }

    private struct NeverEnded: Error {}

    @Test func `find every scan on every poll, twenty scans at once, and read every result`() async throws {
        try await withThreeWorkers { deployment, _ in
            let client = try await APIClient.logIn(at: deployment)
            let workers = try await withThrowingTaskGroup(of: Set<String>.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let answer = try await client.discover(#"{"min_profit_potential":\#(number)}"#)
                        let scan = try #require(answer.scanID)
                        let workers = try await follow(scan, as: client)
                        for _ in 0..<5 {
                            let results = try await client.results(scan)
                            #expect(results.status == 200)
                            #expect(results.scanID == scan)
                        }
                        return workers
                    }
                }
                return try await group.reduce(into: Set()) { $0.formUnion($1) }
            }
            #expect(workers == ["1", "2", "3"])
        }
    }

    @Test func `lose nothing when a worker is killed in mid-scan`() async throws {
        try await withThreeWorkers { deployment, _ in
            let client = try await APIClient.logIn(at: deployment)
            var scans: [String] = []
            for number in 0..<9 {
                let answer = try await client.discover(#"{"min_profit_potential":\#(number)}"#)
                scans.append(try #require(answer.scanID))
            }
            let victim = try #require(deployment.workers.first)
            deployment.signal(SIGKILL, to: victim)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for scan in scans {
                    group.addTask { _ = try await follow(scan, as: client, toleratesLostConnections: true) }
                }
                try await group.waitForAll()
            }
            let isReplaced = try await eventually { deployment.workers.count == 3 }
            #expect(isReplaced, "the killed worker was not started again")
            #expect(!deployment.workers.contains(victim))
        }
    }

    @Test func `say 503 while Redis is away, and go on as before when it is back`() async throws {
        try await withThreeWorkers { deployment, redis in
            let client = try await APIClient.logIn(at: deployment)
            let complete = try #require(try await client.discover().scanID)
            _ = try await follow(complete, as: client)
            let workers = deployment.workers
            let running = try #require(try await client.discover(#"{"min_profit_potential":1}"#).scanID)

            await redis.stop()
            for _ in 0..<3 {
                let answer = try await client.status(running)
                #expect(answer.status == 503, "\(String(decoding: answer.body, as: UTF8.self))")
                #expect(answer.headers.contains(name: "retry-after"))
                #expect(try await client.discover(#"{"min_profit_potential":2}"#).status == 503)
                #expect(try await client.send(.GET, "/ready").status == 503)
                #expect(try await client.send(.GET, "/health").status == 200)
            }
            try await redis.start()
            let isReady = try await eventually(within: .seconds(60)) {
                // Every worker reconnects on its own.
                for _ in 0..<12 where try await client.send(.GET, "/ready").status != 200 { return false }
                return true
            }
            #expect(isReady)
            _ = try await follow(running, as: client)
            #expect(try await client.results(complete).status == 200)
            #expect(deployment.workers == workers, "a worker was restarted")
        }
    }

    @Test func `find a running scan whose lookup keys were deleted, among a million foreign keys`() async throws {
        let options = RedisServer.Options(extraArguments: ["--enable-debug-command", "yes"])
        try await withThreeWorkers(options, scansLasting: 12) { deployment, redis in
            try redis.command("DEBUG", "POPULATE", "1000000", "foreign")
            let client = try await APIClient.logIn(at: deployment)
            let scan = try #require(try await client.discover().scanID)
            let lookups = [
                "opportunity_scan_lookup:\(scan)", "opportunity_scan_result_index:\(scan)",
                "opportunity_user_latest_scan:demo", "opportunity_user_scans:demo",
            ]
            for lookup in lookups { try redis.command("DEL", lookup) }
            let poll = try await client.status(scan)
            #expect(poll.status == 200)
            #expect(poll.state == "scanning")
            for lookup in lookups {
                let reply = try redis.command("TTL", lookup)
                let seconds = try #require(Int(reply.dropFirst()))
                #expect(seconds >= 1470, "\(lookup) \(reply)")
            }
        }
    }

    @Test func `hold a user's rate limit together`() async throws {
        try await withThreeWorkers { deployment, _ in
            let client = try await APIClient.logIn(at: deployment)
            var statuses: [Int] = []
            for _ in 0..<32 { statuses.append(try await client.discover().status) }
            #expect(statuses.filter { $0 == 200 }.count == 30)
            let refused = try await client.discover()
            #expect(refused.status == 429)
            #expect(Int(refused.headers.first(name: "retry-after") ?? "") != nil)
            let second = try await APIClient.logIn("second", at: deployment)
            #expect(try await second.discover().status == 200)
        }
    }

    @Test func `show nobody another user's scan`() async throws {
        try await withThreeWorkers { deployment, _ in
            let client = try await APIClient.logIn(at: deployment)
            let stranger = try await APIClient.logIn("second", at: deployment)
            let scan = try #require(try await client.discover().scanID)
            let unknown = "scan_" + String(repeating: "0", count: 32)
            for _ in 0..<12 {
                _ = try await client.status(scan)
                for (foreign, absent) in [
                    (try await stranger.status(scan), try await stranger.status(unknown)),
                    (try await stranger.results(scan), try await stranger.results(unknown)),
                ] {
                    #expect(foreign.status == 404)
                    #expect(foreign.json.keys.sorted() == absent.json.keys.sorted())
                    #expect(foreign.json["message"] as? String == absent.json["message"] as? String)
                }
            }
        }
    }
}
