//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Probe
import ProbeHistory
import ProbeReports

/// The command `scan-probe try`, which begins, polls and reads one job, and tells each step.
struct Try: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try a profile with one job, step by step.",
        discussion: """
            scan-probe try https://api.example.com --profile jobs.yaml --token-file token

            Prints each request, its answer without secrets, what was read from where, and what was not found.

            Exit status: 0 a job was begun, polled to its end, and read; 3 it was not, 64 usage.
            """
    )

    @Argument(help: "The deployment's address, such as https://api.example.com.")
    var url: String

    @OptionGroup var profile: ProfileOptions

    @OptionGroup var credentials: CredentialOptions

    @Option(help: "The longest time of the job, in seconds.")
    var patience = 60.0

    @OptionGroup var way: TransportArguments

    func validate() throws {
        guard patience > 0, patience <= 86_400 else { throw ValidationError("--patience takes 1 to 86400 seconds.") }
    }

    func run() async throws {
        let assignment = Runner.Assignment(
            target: try Target(url),
            profile: try way.profile(profile),
            plan: Plan(name: "try"),
            first: try credentials.first(),
            seed: UInt64.random(in: 0...UInt64(UInt32.max))
        )
        try await HTTPTransport.withTransport(way.options) { transport in
            try await Self.perform(Trial(assignment, patience: .seconds(patience)), transport) {
                try? Console.print($0)
            }
        }
    }

    /// Performs a trial, and says how it ended.
    ///
    /// - Throws: The exit status of a trial without success.
    static func perform(
        _ trial: Trial,
        _ transport: any Transport,
        _ print: @escaping @Sendable (String) -> Void
    ) async throws {
        let outcome = try await trial.run(transport: transport) { print("\(TerminalText.safe($0))\n") }
        guard outcome.isSuccess else {
            throw Console.fail("the profile does not work: \(outcome.problem ?? "no results were read")")
        }
        print("It works: a job was begun, polled to its end, and read.\n")
    }
}
