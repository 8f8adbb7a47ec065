//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Subprocess
import SystemPackage

/// A shell command of the user's with a timeout.
package struct ShellCommand: Sendable {
    /// The number of bytes of its output that are kept.
    private static let keptBytes = 500

    let text: String
    /// The environment variables besides the prober's own.
    let environment: [String: String]
    let deadline: Duration

    /// Creates a command.
    ///
    /// - Parameters:
    ///   - text: The command, for `/bin/sh`.
    ///   - environment: The environment variables besides the prober's own.
    ///   - deadline: The time that the command may take.
    package init(text: String, environment: [String: String], deadline: Duration) {
        self.text = text
        self.environment = environment
        self.deadline = deadline
    }

    /// Runs the command to its end.
    ///
    /// - Returns: The end of its output, and the reason of its failure, if it failed.
    package func run() async -> (output: String, failure: String?) {
        // A file, not a pipe: a background process of the command may keep its output open.
        let file = FileManager.default.temporaryDirectory.appending(path: "scan-probe-\(UUID()).out")
        defer { try? FileManager.default.removeItem(at: file) }
        let failure = await withTaskGroup(of: String?.self) { group in
            group.addTask { await execute(writingTo: file) }
            group.addTask {
                try? await Task.sleep(for: deadline)
                return "it did not end within \(deadline)"
            }
            let failure = await group.next() ?? nil
            group.cancelAll()
            return failure
        }
        let written = (try? Data(contentsOf: file)) ?? Data()
        let output = String(decoding: written.suffix(Self.keptBytes), as: UTF8.self)
        return (output.trimmed(\.isWhitespace), failure)
    }

    private func execute(writingTo file: URL) async -> String? {
        do {
            let options: FileDescriptor.OpenOptions = [.create, .append]
            let descriptor = try FileDescriptor.open(
                FilePath(file.path()),
                .writeOnly,
                options: options,
                permissions: .ownerReadWrite
            )
            defer { try? descriptor.close() }
            let result = try await Subprocess.run(
                .path("/bin/sh"),
                arguments: ["-c", text],
                environment: .inherit.updating(
                    Dictionary(
                        uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) }
                    )
                ),
                platformOptions: Self.options,
                input: .none,
                output: .fileDescriptor(descriptor, closeAfterSpawningProcess: false),
                error: .fileDescriptor(descriptor, closeAfterSpawningProcess: false)
            )
            return result.terminationStatus.isSuccess ? nil : "it ended with \(result.terminationStatus)"
        } catch {
            return "it could not be run: \(error)"
        }
    }

    /// Options for a session of its own, so that Ctrl-C on the prober does not end a command that repairs something.
    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        return options
    }
}
