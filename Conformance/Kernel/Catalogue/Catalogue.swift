//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// All requirements, in the order of their groups and ids.
public struct Catalogue: Sendable, Hashable {
    /// The requirements, in the order in which reports list them.
    public let requirements: [Requirement]

    private let positions: [String: Int]

    /// Reads a catalogue from the texts of its files.
    ///
    /// - Parameter files: The name and the YAML text of each file, in the order of the catalogue.
    /// - Throws: ``CatalogueError`` for a syntax error, an unknown or missing key, a value of the wrong kind, or an id
    ///   that occurs twice; it names file and line.
    public init(files: [(name: String, text: String)]) throws(CatalogueError) {
        var requirements: [Requirement] = []
        var positions: [String: Int] = [:]
        for file in files {
            for entry in try CatalogueFile(name: file.name, text: file.text).entries {
                guard positions.updateValue(requirements.count, forKey: entry.requirement.id) == nil else {
                    throw CatalogueError(
                        file: file.name,
                        line: entry.line,
                        message: "the id \(entry.requirement.id) occurs twice; ids are never reused"
                    )
                }
                requirements.append(entry.requirement)
            }
        }
        self.requirements = requirements
        self.positions = positions
    }

    /// The requirement of an id, if there is one.
    public subscript(id: String) -> Requirement? {
        self.positions[id].map { self.requirements[$0] }
    }

    /// The requirements of a group.
    public func requirements(of group: RequirementGroup) -> [Requirement] {
        self.requirements.filter { $0.group == group }
    }
}
