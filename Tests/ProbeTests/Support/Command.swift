//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A run of the `scan-probe` that was built beside these tests.
struct Command: Sendable {
    var status: Int32
    var output: String
    var errors: String

    /// Runs the program to its end; what it writes goes through files, which never fill up as pipes do.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Command {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scan-probe-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "output")
        let errors = folder.appending(path: "errors")
        try Data().write(to: output)
        try Data().write(to: errors)
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
            .deletingLastPathComponent()
            .appending(path: "scan-probe")
        process.arguments = arguments
        process.environment = environment.merging(["HOME": folder.path()]) { given, _ in given }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ended {}
        return Command(
            status: process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8)
        )
    }
}
