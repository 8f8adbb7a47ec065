//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ConformanceChecks
import ConformanceMutantList
import ScanMutants
import ScanServer

/// The program `scan-mutant`, which serves a deliberately faulty deployment that the prober must fail.
@main
struct ScanMutantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-mutant",
        abstract: "Deliberately faulty deployments of the opportunity-scan API, for proving checks.",
        subcommands: [List.self, Serve.self, Worker.self],
        defaultSubcommand: List.self
    )

    /// The command `list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the mutants.")

        func run() async throws {
            for mutant in Mutant.all {
                let needs = mutant.needs.map(\.summary).joined(separator: ", ")
                print(mutant.name)
                print("    \(mutant.summary)")
                print("    violates \(mutant.violates.joined(separator: ", "))")
                if !mutant.consequences.isEmpty {
                    print("    and perhaps \(mutant.consequences.joined(separator: ", "))")
                }
                if !needs.isEmpty { print("    to be caught it takes \(needs)") }
            }
        }
    }

    /// The command `serve NAME`.
    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Serve a mutant; the options are scan-server's.")

        @Argument(help: "The mutant's name; `scan-mutant list` has them.")
        var name: String

        @OptionGroup var options: ServeOptions

        func run() async throws {
            try await Serving(options).run(seams: try seams(of: name), workerArguments: ["worker", name])
        }
    }

    /// The command `worker NAME`, which the supervisor starts.
    struct Worker: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One worker of a mutant.", shouldDisplay: false)

        @Argument var name: String

        func run() async throws { try await Serving.runWorker(seams: try seams(of: name)) }
    }
}

/// Returns the extension points that a mutant replaces.
private func seams(of name: String) throws -> ServerSeams {
    guard let mutant = Mutant.named(name) else {
        throw ValidationError("There is no mutant '\(name)'; `scan-mutant list` names them all.")
    }
    return mutant.seams
}
