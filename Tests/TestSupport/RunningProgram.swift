//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Foundation
package import SystemPackage

/// A program started by a test, and its output so far.
package struct RunningProgram: Sendable {
    private let process: ChildProcess
    private let output: URL
    private let error: URL

    /// Runs a body with a program, and kills the program if it still runs afterwards.
    ///
    /// Its output goes to files, which cannot fill up as pipes do.
    ///
    /// - Parameters:
    ///   - url: The program.
    ///   - arguments: The arguments.
    ///   - environment: Its whole environment; `nil` for that of the tests.
    ///   - standardOutput: The descriptor of standard output, instead of a file.
    ///   - body: The use of the program.
    /// - Returns: The result of the body.
    /// - Throws: The error of the body, or an error if the program cannot be started.
    package static func with<Result>(
        _ url: URL,
        _ arguments: [String],
        environment: [String: String]? = nil,
        standardOutput: FileDescriptor? = nil,
        _ body: (RunningProgram) async throws -> Result
    ) async throws -> Result {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("run-\(String(UInt64.random(in: .min ... .max), radix: 36))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let output = directory.appendingPathComponent("out")
        let error = directory.appendingPathComponent("err")
        for file in [output, error] { try Data().write(to: file) }
        let process = try await ChildProcess.start(
            url,
            arguments: arguments,
            environment: environment,
            output: standardOutput.map { .descriptor($0) } ?? .file(output),
            error: .file(error)
        )
        defer { process.signal(SIGKILL) }
        return try await body(RunningProgram(process: process, output: output, error: error))
    }

    /// A flag that is true until the program exits.
    package var isRunning: Bool { process.isRunning }

    /// The text on standard error so far.
    package var errors: String { (try? String(contentsOf: self.error, encoding: .utf8)) ?? "" }

    /// Sends the program a signal.
    package func signal(_ number: Int32) { process.signal(number) }

    /// Waits for the program to exit, and kills it after a timeout.
    package func end(within patience: Duration = .seconds(120)) async throws -> Executables.Output {
        await process.waitUntilExit(killingAfter: patience)
        let texts = try [output, self.error].map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Executables.Output(status: process.exitStatus, output: texts[0], error: texts[1])
    }
}
