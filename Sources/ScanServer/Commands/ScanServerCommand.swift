//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ArgumentParser

/// The command-line program `scan-server`.
package struct ScanServerCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "scan-server",
        abstract: "The reference server of the opportunity-scan API: it never loses a scan.",
        subcommands: [Serve.self, Scan.self, User.self, Worker.self],
        defaultSubcommand: Serve.self
    )

    /// Creates the command without values; the command line fills them in.
    package init() {}

    /// The command `serve`.
    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serve the API and run scans.",
            discussion: """
                Alone it keeps scans in memory, in one process. With --redis several workers share port and scans, and \
                any of them may be killed at any time.

                Environment: SCAN_REDIS_URL, SCAN_DURABILITY, SCAN_JWT_SECRET (at least 32 bytes; made anew for each run \
                without it).
                """
        )

        @OptionGroup var options: ServeOptions

        func run() async throws {
            try await Serving(options).run(seams: .reference, workerArguments: ["worker"])
        }
    }

    /// The command `worker`, which the supervisor starts.
    struct Worker: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One worker of a supervisor.", shouldDisplay: false)

        func run() async throws { try await Serving.runWorker(seams: .reference) }
    }
}
