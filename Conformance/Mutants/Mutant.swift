//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ConformanceChecks
package import ConformanceMutantList
package import ScanServer

/// A deliberately faulty deployment: the reference with one behaviour exchanged.
///
/// A mutant checks the checks: the prober has to fail it, to blame everything that it violates, and nothing but that and
/// its consequences.
@dynamicMemberLookup
package struct Mutant: Sendable {
    /// Name, summary, what it violates and what follows from that.
    package let description: MutantDescription
    /// What is exchanged.
    package let seams: ServerSeams

    /// Describes a mutant; see ``MutantDescription`` for the parameters.
    package init(
        name: String,
        summary: String,
        violates: [String],
        consequences: [String] = [],
        needs: [Requirement.Need] = [],
        plan: String = "acceptance",
        seams: ServerSeams
    ) {
        self.description = MutantDescription(
            name: name,
            summary: summary,
            violates: violates,
            consequences: consequences,
            needs: needs,
            plan: plan
        )
        self.seams = seams
    }

    /// What is known of it.
    package subscript<Value>(dynamicMember property: KeyPath<MutantDescription, Value>) -> Value {
        self.description[keyPath: property]
    }

    /// The mutant of a name.
    package static func named(_ name: String) -> Mutant? { all.first { $0.name == name } }
}

extension Mutant {
    /// What a deployment violates by consequence when polls do not find scans that are there.
    static let consequencesOfNotFound = [
        "INIT-006", "STAT-002", "STAT-008", "RATE-001", "RATE-002", "RATE-005", "ERR-010",
    ]

    /// What a deployment violates by consequence when results are not delivered.
    static let consequencesOfNoResults = ["RES-001", "RES-002", "RATE-003", "INIT-006", "ERR-010"]
}
