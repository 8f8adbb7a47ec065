//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import JobDoubles
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct OutputFailureTests {
    @Test(arguments: [">/dev/full", ">&-"])
    func `standard output that takes nothing ends with one line and exit status 74`(redirection: String) async throws {
        let run = try await Self.shell("\"$0\" requirements STAT-002 \(redirection)")
        #expect(run.status == 74)
        #expect(run.error.hasPrefix("scan-probe: standard output cannot be written to"), "\(run.error)")
        #expect(run.error.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["2>/dev/full", "2>&-"])
    func `standard error that takes nothing changes no exit status`(redirection: String) async throws {
        let run = try await Self.shell("\"$0\" run nonsense \(redirection)")
        #expect(run.status == 3)
    }

    @Test(arguments: [
        "http://127.0.0.1:65536", "http://127.0.0.1:0", "http://h:99999999999999999999", "http://[::1]:70000/x",
    ])
    func `a port that is none is told so`(address: String) async throws {
        let run = try await Self.run(["run", address, "--plan", "smoke"])
        #expect(run.status == 3)
        #expect(run.error.contains("port") || run.error.contains("is no address"), "\(run.error)")
        #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    }

    @Test func `an output without a name is a usage error`() async throws {
        for arguments in [["run", "http://127.0.0.1:1"], ["check", "x"], ["sign", "x", "--key", "k"]] {
            let run = try await Self.run(arguments + ["--out", ""])
            #expect(run.status == 64)
            #expect(run.error.contains("--out needs a name"), "\(run.error)")
        }
    }

    @Test(arguments: ["ab\rcd-token-12345", "ab\ncd-token-12345", "ab\u{1}cd-token-12345"])
    func `a token that no header can carry is told so before anything is sent`(token: String) async throws {
        let deployment = TestDeployment()
        try await TestServer.with(deployment.respond(to:)) { server in
            let run = try await Self.run(["run", server.url, "--plan", "smoke"], ["SCAN_PROBE_TOKEN": token])
            #expect(run.status == 3)
            #expect(run.error.contains("which no header can carry"), "\(run.error)")
            #expect(!run.error.contains("cd-token"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a login that redirects to itself is told so`() async throws {
        try await TestServer.with { request in
            .response(status: 302, headers: [("location", request.path)], body: "")
        } _: { server in
            let run = try await Self.run(["run", server.url])
            #expect(run.status == 3)
            #expect(run.error.contains("redirects to itself"), "\(run.error)")
            #expect(!run.error.contains("instead of"), "\(run.error)")
        }
    }

    @Test(.temporaryFolder) func `a disk that is full at the end costs the files, and not the verdict`() async throws {
        let deployment = TestDeployment(.losesEveryOtherPoll)
        let folder = try TemporaryFolder.url
        let plan = try CommandLineTests.plan(in: folder)
        let out = folder.appending(path: "out")
        let run = try await TestServer.with(deployment.respond(to:)) { server in
            // Files of this process may be no longer than 8 blocks of 1024 bytes: setrlimit(2), as a full disk would.
            let environment = CommandLineTests.credentials.merging(["OUT": out.path(), "PLAN": plan, "URL": server.url])
            { $1 }
            return try await Self.shell(
                "trap '' XFSZ; ulimit -f 8; exec \"$0\" run \"$URL\" --plan \"$PLAN\" --out \"$OUT\"",
                environment
            )
        }
        #expect(run.status == 74, "\(run.error)")
        #expect(run.output.hasPrefix("FAIL"), "\(run.output)")
        #expect(run.error.contains("the history could not be written to its end"), "\(run.error)")
        #expect(run.error.contains("cannot be written to; choose another folder"), "\(run.error)")
    }

    @Test(.temporaryFolder) func `a history that is a symbolic link is refused before anything is sent`() async throws {
        let folder = try TemporaryFolder.url
        let victim = folder.appending(path: "victim")
        try Data("precious".utf8).write(to: victim)
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "history.jsonl"),
            withDestinationURL: victim
        )
        let deployment = TestDeployment()
        try await TestServer.with(deployment.respond(to:)) { server in
            let run = try await Self.run(["run", server.url, "--plan", "smoke", "--out", folder.path()])
            #expect(run.status == 3)
            #expect(run.error.contains("is a symbolic link"), "\(run.error)")
            #expect(server.requests.isEmpty)
        }
        #expect(try Data(contentsOf: victim) == Data("precious".utf8))
    }

    // MARK: - Fixtures

    private static func run(
        _ arguments: [String],
        _ environment: [String: String]? = nil
    ) async throws -> Executables.Output {
        try await Executables.run("scan-probe", arguments, environment: environment ?? CommandLineTests.credentials)
    }

    /// Runs a line of the shell, in which `$0` is the program.
    private static func shell(
        _ line: String,
        _ environment: [String: String] = CommandLineTests.credentials
    ) async throws -> Executables.Output {
        try await Executables.run(
            URL(filePath: "/bin/sh"),
            ["-c", line, try Executables.url(of: "scan-probe").path()],
            environment: environment
        )
    }
}
