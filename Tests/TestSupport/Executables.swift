//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Foundation

/// The programs of this package, which are built beside the tests.
package enum Executables {
    /// Returns the location of a program.
    package static func url(of name: String) throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let url = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent(name)
        guard FileManager.default.isExecutableFile(atPath: url.path) else {
            throw RedisServerFailure("\(name) is not built; `swift build` builds it beside the tests")
        }
        return url
    }

    /// The output and exit status of a program.
    package struct Output: Sendable {
        /// The exit status.
        package let status: Int32
        /// The text on standard output.
        package let output: String
        /// The text on standard error.
        package let error: String
    }

    /// Runs a program of this package until it exits or times out.
    ///
    /// - Parameters:
    ///   - name: The program.
    ///   - arguments: Its arguments.
    ///   - environment: Its whole environment; `nil` for that of the tests.
    ///   - patience: The timeout.
    /// - Returns: Its output and exit status.
    /// - Throws: An error if it is not built or cannot be started.
    package static func run(
        _ name: String,
        _ arguments: [String],
        environment: [String: String]? = nil,
        within patience: Duration = .seconds(120)
    ) async throws -> Output {
        try await self.run(url(of: name), arguments, environment: environment, within: patience)
    }

    /// Finds a program of the system on the search path.
    ///
    /// - Returns: Its location; `nil` if it is not installed.
    package static func installed(_ name: String) -> URL? { try? ChildProcess.locate(name, package: name) }

    /// Runs a program of the system until it exits or times out.
    package static func run(
        _ executable: URL,
        _ arguments: [String],
        environment: [String: String]? = nil,
        within patience: Duration = .seconds(120)
    ) async throws -> Output {
        try await RunningProgram.with(executable, arguments, environment: environment) {
            try await $0.end(within: patience)
        }
    }

    /// Runs a program of the system, found on the search path, until it exits or times out.
    ///
    /// - Parameters:
    ///   - name: The name of the program.
    ///   - package: The package to install if it is missing.
    ///   - arguments: The arguments.
    ///   - patience: The timeout.
    /// - Returns: Its output and exit status.
    /// - Throws: An error if it cannot be started.
    package static func runInstalled(
        _ name: String,
        package: String,
        _ arguments: [String],
        within patience: Duration = .seconds(60)
    ) async throws -> Output {
        try await run(ChildProcess.locate(name, package: package), arguments, within: patience)
    }
}
