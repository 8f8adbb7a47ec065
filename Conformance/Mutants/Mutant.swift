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
    /// The requirements that it violates, outright or by consequence; the prober may blame no other.
    ///
    /// The first is the one that it is about. A mutant violates it in every run: it errs in turn, never by chance.
    package let violates: [String]
    /// What is exchanged.
    package let seams: ServerSeams

    /// Describes a mutant.
    package init(name: String, summary: String, violates: [String], seams: ServerSeams) {
        self.name = name
        self.summary = summary
        var seen: Set<String> = []
        self.violates = violates.filter { seen.insert($0).inserted }
        self.seams = seams
    }

    /// All mutants.
    package static let all: [Mutant] = [
        .lookupInMemoryOnly,
        .placeholderLate,
        .partialSnapshotCached,
        .threePercentNotFound,
        .eightPercentNotFound,
        .latestScanForUnknown,
        .ownerIgnored,
        .initiationSlow,
        .initiationFails,
        .neverCompletes,
        .progressShrinks,
        .totalZeroAtFirst,
        .completeWithFewer,
        .resultsPendingAfterComplete,
        .resultsMissingAfterComplete,
        .resultsDiffer,
        .resultsTruncatedBeforeComplete,
    ]

    /// The mutant of a name.
    package static func named(_ name: String) -> Mutant? { all.first { $0.name == name } }
}

extension Mutant {
    /// What a deployment violates by consequence when polls do not find scans that are there.
    static let consequencesOfNotFound = ["INIT-003", "STAT-002", "STAT-008", "RATE-001", "RATE-002"]

    /// What a deployment violates by consequence when results are not delivered.
    static let consequencesOfNoResults = ["RES-001", "RES-002", "RATE-003"]
}
