//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Probe

/// The program, which parses the command line, runs a subcommand, and turns its outcome into an exit status.
@main
struct ScanProbe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-probe",
        abstract: "Find out whether an opportunity-scan deployment can be accepted.",
        discussion: """
            scan-probe run https://scan.example.com

            Credentials come from files or from SCAN_PROBE_EMAIL and SCAN_PROBE_PASSWORD, never from arguments.
            """,
        version: ProbeTool.version,
        subcommands: [
            Run.self, Check.self, Compare.self, Sign.self, Verify.self, Plans.self, Profiles.self, Requirements.self,
            Mutants.self, Schema.self, Init.self, Try.self, Logs.self,
            Watch.self,
        ]
    )

    static func main() async {
        do {
            var command = try Self.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as ProbeFailure {
            Self.exit(withError: Console.fail(failure.message))
        } catch {
            // Usage errors, --help, and the exit statuses of subcommands.
            Self.exit(withError: error)
        }
    }
}
