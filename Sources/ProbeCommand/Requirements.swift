//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ConformanceChecks
import ConformanceContract
import ConformanceMutantList
import Probe
import ProbeHistory

/// The command `scan-probe requirements`, which lists the requirements, or explains one.
struct Requirements: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the requirements, or explain one of them.",
        discussion: "A plan selects requirements by their group; a report names them by their id."
    )

    @Argument(help: "The id of a requirement, such as STAT-002; without it all are listed.")
    var id: String?

    @Option(help: "The profile in whose words they are told: a built-in one or a YAML file.")
    var profile = "opportunity-scan"

    func run() throws {
        let profile = try Profile.load(self.profile)
        let vocabulary = Vocabulary(nouns: profile.nouns, features: profile.offers)
        let catalogue = Catalogue.builtIn.rendered(in: vocabulary)
        guard let id = self.id else { return try Console.print(Self.list(catalogue)) }
        guard let requirement = catalogue[id.uppercased()] else {
            throw ValidationError("There is no requirement '\(id)'. 'scan-probe requirements' lists them all.")
        }
        try Console.print(Self.page(requirement, in: vocabulary))
    }

    /// Returns one line for each requirement, under its group.
    static func list(_ catalogue: Catalogue) -> String {
        RequirementGroup.allCases.filter { !catalogue.requirements(of: $0).isEmpty }.map { group in
            let lines = catalogue.requirements(of: group).map { "  \($0.id)  \($0.level.rawValue)  \($0.statement)\n" }
            return "\(group.rawValue)\n\(lines.joined())"
        }
        .joined(separator: "\n")
    }

    /// Returns the full description of a requirement.
    static func page(_ requirement: Requirement, in vocabulary: Vocabulary = .ofScans) -> String {
        let level = requirement.level.rawValue
        let needs = requirement.needs.map { $0.summary(in: vocabulary) }
        let fields = [
            ("level", requirement.isDisqualifying ? "\(level), a violation alone gives an F" : level),
            ("group", requirement.group.rawValue),
            ("source", requirement.sources.map(Self.line).joined(separator: "\n        ")),
            ("needs", needs.isEmpty ? "nothing but the main user" : needs.joined(separator: ", ")),
            ("check", requirement.checkFile ?? "none"),
        ]
        let table = fields.map { name, value in
            "\(name)\(String(repeating: " ", count: 8 - name.count))\(value)\n"
        }
        let causes = requirement.causes.map { "  - \($0)\n" }
        let mutants = MutantList.all.filter { $0.violates.contains(requirement.id) }.map {
            "  \($0.name)\n      \($0.summary)\n"
        }
        return """
            \(requirement.id)

            \(requirement.statement)

            \(requirement.why)
            \(requirement.tested.isEmpty ? "" : "\nHow it is tested: \(requirement.tested)\n")
            \(table.joined())
            \(requirement.sources.map(Self.excerpt).joined())\
            What usually causes a violation:
            \(causes.joined())
            Mutants that fail it in every run ('scan-probe mutants NAME' explains one), in Conformance/*/Mutants:
            \(mutants.joined())
            """
    }

    /// Returns a citation of a requirement, with its heading.
    private static func line(_ source: Citation) -> String {
        source.title.map { "\(ContractText.folder)/\(source), \($0)" } ?? source.description
    }

    /// Returns the cited text of the contract; empty for an RFC.
    private static func excerpt(_ source: Citation) -> String {
        guard case .contract(let section) = source, !section.text.isEmpty else { return "" }
        let lines = section.text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "\n" : "  \($0)\n" }
        return "\(section.title), in version \(ContractText.version) of the contract:\n\(lines.joined())\n"
    }
}
