//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ScanServer

/// A deliberately faulty deployment: the reference with one behaviour exchanged.
///
/// A mutant checks the checks: the prober has to fail it and to blame one of the requirements that it violates.
package struct Mutant: Sendable {
    /// The name on the command line.
    package let name: String
    /// What it does wrong, in a sentence.
    package let summary: String
    /// The requirements that it violates.
    package let violates: [String]
    /// What is exchanged.
    package let seams: ServerSeams

    /// Describes a mutant.
    package init(name: String, summary: String, violates: [String], seams: ServerSeams) {
        self.name = name
        self.summary = summary
        self.violates = violates
        self.seams = seams
    }

    /// All mutants.
    package static let all: [Mutant] = [
        .lookupInMemoryOnly
    ]

    /// The mutant of a name.
    package static func named(_ name: String) -> Mutant? { all.first { $0.name == name } }
}
