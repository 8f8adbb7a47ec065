//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@testable import Probe

/// Files that the command line names, and that have no end.
@Suite(.timeLimit(.minutes(2))) struct InputFileTests {
    @Test(arguments: [
        ["run", "http://127.0.0.1:1", "--plan", "/dev/zero"], ["run", "http://127.0.0.1:1", "--profile", "/dev/zero"],
        ["run", "http://127.0.0.1:1", "--known-failures", "/dev/zero"],
        ["run", "http://127.0.0.1:1", "--token-file", "/dev/zero"],
        ["run", "http://127.0.0.1:1", "--email", "ada", "--password-file", "/dev/zero"],
        ["run", "http://127.0.0.1:1", "--plan", "load", "--users", "/dev/zero"], ["check", "/dev/zero"],
        ["compare", "/dev/zero", "/dev/zero"], ["verify", "/dev/zero", "--key", "/dev/zero"],
        ["init", "http://127.0.0.1:1", "--start", "POST /x", "--token-file", "/dev/zero"],
        ["init", "http://127.0.0.1:1", "--start", "POST /x", "--body", "@/dev/zero"],
    ])
    func `that have no end are refused in one line`(arguments: [String]) async throws {
        let run = try await Executables.run("scan-probe", arguments)
        #expect(run.status == 3)
        #expect(run.error.contains(/is (larger|longer) than \d+ [MK]B/), "\(run.error)")
        #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    }

    @Test func `that are logs are read to the end they have by then`() async throws {
        #expect(try await LogFile("/dev/zero").records(requestIDs: ["x"]).isEmpty)
        let file = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data().write(to: file)
        let log = try LogFile(file.path(percentEncoded: false))
        let line = #"{"timestamp":"2026-01-01T00:00:00Z","level":"INFO","message":"answered","request_id":"x"}"#
        try Data("\(line)\n".utf8).write(to: file)
        #expect(await log.records(requestIDs: ["x"]).count == 1)
    }
}
