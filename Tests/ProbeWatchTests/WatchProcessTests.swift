//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import JobDoubles
import Probe
import TestSupport
import Testing

/// `scan-probe watch` as a process, over a real server that is exchanged for a mutant and mended.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `A watch over real processes` {
    private static let plan = """
        name: fast
        groups: [initiate, status, progress, results]
        request_timeout: 10
        run_budget: 30
        jobs:
          count: 2
          concurrent: 2
          bodies: ['{"force_refresh":true,"symbols":["BTC/USDT"]}', '{"force_refresh":true,"symbols":["ETH/USDT"]}']
          poll_interval: 0.05
          maximum_polls: 400
          polls_after_completion: 5
          result_reads: 4
          early_result_reads: 0
          fresh_connections: true
          budget: 20
        initiate:
          joins: 0
          refreshes: 0
        status:
          fast_polls: 0

        """

    /// The folder and the address of a watch.
    private struct Scene {
        let folder: URL
        let url: String

        /// Ten minutes to a false alarm with four detectors is 2400 probes; twenty seconds to a false all-clear are eleven
        /// flawless ones.
        func arguments(_ more: [String] = []) -> [String] {
            [
                "watch", url, "--email", "demo@example.com", "--password-file", folder.appending(path: "password").path,
                "--plan", folder.appending(path: "fast.yaml").path, "--every", "1s", "--false-alarm", "10min",
                "--false-clear", "20s", "--state", folder.appending(path: "state").path, "--listen", "127.0.0.1:0",
            ] + more
        }

        func watch<Value>(_ more: [String] = [], _ body: (RunningProgram) async throws -> Value) async throws -> Value {
            try await RunningProgram.with(try Executables.url(of: "scan-probe"), arguments(more), body)
        }
    }

    /// Lends a folder with the plan, the password and the users.
    private func withFolder(_ body: (URL, [String]) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let password = folder.appending(path: "password")
            let users = folder.appending(path: "users.json").path
            try Data("a-long-password".utf8).write(to: password)
            try Data(Self.plan.utf8).write(to: folder.appending(path: "fast.yaml"))
            let added = try await Executables.run(
                "scan-server",
                [
                    "user", "add", "--users", users, "--email", "demo@example.com", "--password-file", password.path,
                    "--cost", "12",
                ]
            )
            #expect(added.status == 0, "\(added.error)")
            let many = ["--scans-per-minute", "10000", "--logins-per-minute", "10000"]
            try await body(folder, ["--users", users] + many)
        }
    }

    private func wait(_ program: RunningProgram, for text: String) async throws {
        let isThere = try await eventually(within: .seconds(60)) { program.errors.contains(text) || !program.isRunning }
        try #require(isThere && program.errors.contains(text), "\(text) is missing from:\n\(program.errors)")
    }

    private func count(_ text: String, in log: String) -> Int { log.components(separatedBy: text).count - 1 }

    @Test func `raises one alarm for a mutant, goes on after a kill, and gives the all-clear when it is mended`()
        async throws
    {
        try await withFolder { folder, options in
            try await withDeployment(arguments: options) { reference in
                try await withDeployment(.mutant("results-unavailable"), arguments: options) { mutant in
                    try await Crossroads.with(leadingTo: reference.url) { crossroads, url in
                        let scene = Scene(folder: folder, url: url)
                        let log = folder.appending(path: "changes").path
                        let command = ["--on-change", "echo \"$SCAN_WATCH_EVENT $SCAN_WATCH_RATE\" >>'\(log)'"]
                        let first = try await scene.watch(command) { watch in
                            try await wait(watch, for: "probe 3 sound")
                            try crossroads.lead(to: mutant.url)
                            try await wait(watch, for: "ALARM results")
                            watch.signal(SIGKILL)
                            return try await watch.end()
                        }
                        let faulty = count(" faulty: ", in: first.error)
                        // About a third of the reads fail: by the table, between the delays at 80 % and 50 %, with room.
                        #expect(faulty <= 43, "\(first.error)")
                        #expect(count("ALARM", in: first.error) == 1, "\(first.error)")
                        let second = try await scene.watch(command) { watch in
                            try await wait(watch, for: "[alarm: results]")
                            let address = watch.errors.firstMatch(of: /page at (http:\S+)/)
                            let page = try await Page.ask("GET", String(try #require(address).output.1)).body
                            #expect(page.contains("<h1>Alarm</h1>") && page.contains("The last failure"))
                            // No requirement fails: the proof is the first of the wrong answers.
                            #expect(page.contains("The first request that was not answered as it should be"))
                            try crossroads.lead(to: reference.url)
                            try await wait(watch, for: "ALL CLEAR results")
                            // What is not told by the end is told after the next start.
                            let isTold = try await eventually(within: .seconds(60)) {
                                (try? String(contentsOfFile: log, encoding: .utf8))?.contains("all_clear results")
                                    == true
                            }
                            #expect(isTold, "\(watch.errors)")
                            watch.signal(SIGTERM)
                            return try await watch.end()
                        }
                        #expect(second.status == 0)
                        #expect(count("ALARM", in: second.error) == 0, "\(second.error)")
                        #expect(count("ALL CLEAR", in: second.error) == 1, "\(second.error)")
                        let changes = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
                        #expect(Set(changes).isSuperset(of: ["alarm results", "all_clear results"]), "\(changes)")
                        #expect(changes.count { $0 == "all_clear results" } == 1)
                    }
                }
            }
        }
    }

    @Test func `is not stopped by a webhook that hangs, a command that hangs, and nobody there`() async throws {
        try await TestServer.with(TestServer.Reply.hang.always) { hook in
            try await withFolder { folder, _ in
                // Nothing listens there: a socket of that name is not made.
                let scene = Scene(folder: folder, url: "http://127.0.0.1:1")
                let ways = ["--webhook", "\(hook.url)/hang", "--on-change", "exec sleep 100"]
                let result = try await scene.watch(ways) { watch in
                    try await wait(watch, for: "ALARM probes that could be run")
                    try await wait(watch, for: "probe 8 unreachable")
                    watch.signal(SIGINT)
                    return try await watch.end(within: .seconds(20))
                }
                #expect(result.status == 0, "\(result.error)")
                #expect(result.error.contains("told after the next start"), "\(result.error)")
                #expect(!result.error.contains("not_found"))
                #expect(!hook.requests.isEmpty)
            }
        }
    }

    @Test func `does not begin with a damaged state, or with mistakes on the command line`() async throws {
        try await withFolder { folder, _ in
            let scene = Scene(folder: folder, url: "http://127.0.0.1:1")
            let state = folder.appending(path: "state")
            try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
            try Data("{\"format\"".utf8).write(to: state.appending(path: "state.json"))
            let damaged = try await Executables.run("scan-probe", scene.arguments())
            #expect(damaged.status == 3 && damaged.error.contains("state.json is damaged"), "\(damaged.error)")
            for (more, status) in [
                (["--every", "0s"], 64), (["--false-alarm", "soon"], 64), (["--target", "1.5"], 64),
                (["--webhook", "teams=https://x.example/"], 3), (["--listen", "nowhere"], 3), (["--plan", "load"], 64),
                (["--keep", "0"], 64),
            ] as [([String], Int32)] {
                let result = try await Executables.run("scan-probe", scene.arguments(more))
                #expect(result.status == status, "\(more): \(result.error)")
            }
        }
    }
}
