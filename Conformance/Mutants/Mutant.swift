//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ConformanceChecks
package import ConformanceMutantList
package import ScanServer

/// A deliberately faulty deployment: the reference server with one behaviour replaced.
///
/// Mutants test the checks: the prober must fail each one and blame every requirement that it violates, and no others
/// except the listed consequences.
@dynamicMemberLookup
package struct Mutant: Sendable {
    /// The name, the summary, and the violated requirements with their consequences.
    package let description: MutantDescription
    /// The replaced parts of the server.
    package let seams: ServerSeams

    /// Creates a mutant; see ``MutantDescription`` for the parameters.
    package init(
        name: String,
        summary: String,
        violates: [String],
        consequences: [String] = [],
        cause: String? = nil,
        needs: [Requirement.Need] = [],
        plan: String = "acceptance",
        traits: [MutantDescription.Trait] = [],
        seams: ServerSeams
    ) {
        description = MutantDescription(
            name: name,
            summary: summary,
            violates: violates,
            consequences: consequences,
            cause: cause,
            needs: needs,
            plan: plan,
            traits: traits
        )
        self.seams = seams
    }

    /// The value of a property of the description.
    package subscript<Value>(dynamicMember property: KeyPath<MutantDescription, Value>) -> Value {
        description[keyPath: property]
    }

    /// Returns the mutant with a name.
    package static func named(_ name: String) -> Mutant? { all.first { $0.name == name } }
}

extension Mutant {
    /// The requirements that may fail as a consequence if polls do not find existing scans.
    static let consequencesOfNotFound = [
        "INIT-006", "STAT-002", "STAT-008", "RATE-001", "RATE-002", "RATE-005", "RATE-006",
        "ERR-010",
    ]

    /// The requirements that may fail as a consequence if results are not delivered.
    static let consequencesOfNoResults = ["RES-001", "RES-002", "RATE-003", "INIT-006", "ERR-010"]
}
