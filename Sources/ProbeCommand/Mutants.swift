//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ConformanceChecks
import ConformanceMutantList

/// The command `scan-probe mutants`, which lists the mutants, or explains one.
struct Mutants: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the deliberately faulty deployments that prove the checks, or explain one of them.",
        discussion: "'scan-mutant serve NAME' serves one, to see it fail; its options are those of 'scan-server serve'."
    )

    @Argument(help: "The name of a mutant; without it all are listed.")
    var name: String?

    func run() throws {
        guard let name = self.name else {
            return try Console.print(MutantList.all.map { "\($0.name)\n    \($0.summary)\n" }.joined())
        }
        guard let mutant = MutantList.all.first(where: { $0.name == name }) else {
            throw ValidationError("There is no mutant '\(name)'. 'scan-probe mutants' lists them all.")
        }
        try Console.print(Self.page(mutant))
    }

    /// Returns the full description of a mutant.
    static func page(_ mutant: MutantDescription) -> String {
        let violated = Self.list(mutant.violates)
        let consequences = Self.list(mutant.consequences)
        let needs = mutant.needs.map { "  \($0.summary)\n" }
        return """
            \(mutant.name)

            \(mutant.summary)

            What it violates in every run:
            \(violated)
            \(consequences.isEmpty ? "" : "What a run may show it to violate as well:\n\(consequences)\n")\
            \(needs.isEmpty ? "" : "To catch it, the prober has to be given:\n\(needs.joined())\n")To see it fail:
              scan-mutant serve \(mutant.name) --workers 3 --redis redis://127.0.0.1:6379
              scan-probe run URL --plan \(mutant.plan)    with the URL and the credentials that scan-mutant prints

            """
    }

    /// Returns requirements with their sentences, a line for each.
    private static func list(_ ids: [String]) -> String {
        ids.map { "  \($0)  \(Catalogue.builtIn[$0]?.statement ?? "")\n" }.joined()
    }
}
