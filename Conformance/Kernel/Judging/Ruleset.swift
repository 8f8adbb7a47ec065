//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The rules of a judgement: a catalogue of requirements with the checks that decide them.
struct Ruleset: Sendable {
    /// The requirements.
    let catalogue: Catalogue
    /// The checks, in the order of their groups.
    let checks: [Check]

    private let byID: [String: Check]

    /// Collects the requirements and the checks of groups.
    ///
    /// - Throws: ``CatalogueError`` when a group's part of the catalogue is malformed.
    init(_ groups: [any CheckGroup.Type]) throws(CatalogueError) {
        catalogue = try Catalogue(files: groups.map { (name: $0.catalogue.name, text: $0.catalogue.text) })
        checks = groups.flatMap { $0.all }
        byID = Dictionary(checks.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Returns the check of a requirement, if there is one.
    func check(of id: String) -> Check? { byID[id] }
}
