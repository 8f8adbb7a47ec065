//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `The processes of scan-server` {
    @Test func `stop on SIGTERM, hand their scans back, and leave nobody behind`() async throws {
        try await withRedisServer { redis in
            let options = ["--redis", redis.url, "--lease", "60"] + Deployment.scans(lasting: 6)
            try await withDeployment(arguments: options + ["--workers", "2"]) { first in
                let client = try await APIClient.logIn(at: first)
                let scan = try #require(try await client.discover().scanID)
                let processes = [first.pid] + first.workers
                #expect(processes.count == 3)
                let isLeased = try await eventually {
                    // The summary of pending messages: its first line is their number.
                    try redis.command("XPENDING", "opportunity_scan_queue", "scan-workers").hasPrefix("*4\r\n:1")
                }
                #expect(isLeased)
                await first.stop()
                for pid in processes { #expect(!isRunning(pid)) }
                try await withDeployment(arguments: options) { second in
                    // The lease of 60 s cannot have expired: the scan was handed back.
                    let client = try await APIClient.logIn(at: second)
                    let isComplete = try await eventually(within: .seconds(60)) {
                        try await client.status(scan).state == "complete"
                    }
                    #expect(isComplete)
                }
            }
        }
    }

    @Test func `end with their supervisor, however it ends`() async throws {
        try await withRedisServer { redis in
            try await withDeployment(arguments: ["--redis", redis.url, "--workers", "2"]) { deployment in
                let workers = deployment.workers
                #expect(workers.count == 2)
                deployment.signal(SIGKILL, to: deployment.pid)
                let areGone = try await eventually(within: .seconds(60)) { workers.allSatisfy { !isRunning($0) } }
                #expect(areGone)
            }
        }
    }

    @Test func `refuse what cannot work, with one line that says what to do`() async throws {
        let cases: [([String], String)] = [
            (["serve", "--workers", "2"], "--redis"),
            (["serve", "--role", "scan"], "--redis"),
            (["serve", "--redis", "http://127.0.0.1"], "redis://"),
            (["serve", "--redis", "http://127.0.0.1", "--workers", "2"], "redis://"),
            (["serve", "--users", "/nowhere/users.json"], "scan-server user add"),
            (["serve", "--workers", "0"], "1 to 64"),
            (["worker"], "--workers"),
        ]
        for (arguments, hint) in cases {
            let result = try await Executables.run("scan-server", arguments, within: .seconds(60))
            #expect(result.status != 0, "\(arguments)")
            #expect(result.error.contains(hint), "\(arguments): \(result.error)")
            #expect(!result.error.contains("Fatal"), "\(arguments): \(result.error)")
        }
    }

    @Test func `share the work by role`() async throws {
        try await withRedisServer { redis in
            let options = ["--redis", redis.url] + Deployment.scans(lasting: 0.3)
            try await withDeployment(arguments: options + ["--workers", "2", "--role", "serve"]) { serving in
                let client = try await APIClient.logIn(at: serving)
                let scan = try #require(try await client.discover().scanID)
                #expect(try await client.status(scan).state == "scanning")
                try await withDeployment(arguments: options + ["--role", "scan"]) { _ in
                    let isComplete = try await eventually(within: .seconds(60)) {
                        try await client.status(scan).state == "complete"
                    }
                    #expect(isComplete)
                }
            }
        }
    }

    @Test func `refuse a port that somebody listens on`() async throws {
        try await withDeployment(arguments: []) { deployment in
            let port = try #require(deployment.url.split(separator: ":").last.map(String.init))
            let result = try await Executables.run("scan-server", ["serve", "--port", port], within: .seconds(60))
            #expect(result.status != 0)
            #expect(result.error.contains("something listens there already"))
        }
    }

    @Test(.temporaryFolder) func `take users from a file that user add wrote`() async throws {
        let directory = try TemporaryFolder.url
        let users = directory.appendingPathComponent("users.json").path
        let password = directory.appendingPathComponent("password").path
        try "correct horse\n".write(toFile: password, atomically: true, encoding: .utf8)
        let added = try await Executables.run(
            "scan-server",
            [
                "user", "add", "--users", users, "--email", "Ann@example.com", "--role", "admin", "--password-file",
                password, "--cost", "12",
            ]
        )
        #expect(added.status == 0, "\(added.error)")
        let file = try String(contentsOfFile: users, encoding: .utf8)
        #expect(file.contains("scrypt$4096$8$1$"))
        #expect(!file.contains("correct horse"))
        let mode = try FileManager.default.attributesOfItem(atPath: users)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
