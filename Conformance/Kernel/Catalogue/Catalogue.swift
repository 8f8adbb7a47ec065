//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// All requirements, in the order of their groups and ids.
public struct Catalogue: Sendable, Hashable {
    /// The requirements, in the order in which reports list them.
    public let requirements: [Requirement]

    private let texts: [RequirementTexts]
    private let positions: [String: Int]

    /// Reads a catalogue from the texts of its files, and renders it in the words of the scan API.
    ///
    /// - Parameter files: The name and the YAML text of each file, in the order of the catalogue.
    /// - Throws: ``CatalogueError`` for a syntax error, an unknown or missing key, a value of the wrong kind, an unknown
    ///   placeholder, or an id that occurs twice; it names file and line.
    public init(files: [(name: String, text: String)]) throws(CatalogueError) {
        var requirements: [Requirement] = []
        var texts: [RequirementTexts] = []
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
                requirements.append(entry.texts.rendered(entry.requirement, in: .ofScans))
                texts.append(entry.texts)
            }
        }
        self.init(requirements, texts, positions)
    }

    private init(_ requirements: [Requirement], _ texts: [RequirementTexts], _ positions: [String: Int]) {
        self.requirements = requirements
        self.texts = texts
        self.positions = positions
    }

    /// Renders the catalogue in the words of an API.
    ///
    /// - Parameter vocabulary: The words, and what the API has: causes that it cannot have are left out.
    /// - Returns: The same requirements in other words.
    public func rendered(in vocabulary: Vocabulary) -> Catalogue {
        if vocabulary == .ofScans { return self }
        let requirements = zip(self.requirements, texts).map { $1.rendered($0, in: vocabulary) }
        return Catalogue(requirements, texts, positions)
    }

    /// Renders one requirement in the words of an API.
    ///
    /// - Parameters:
    ///   - id: The id of the requirement.
    ///   - vocabulary: The words, and what the API has.
    /// - Returns: The requirement; `nil` for an id that the catalogue does not have.
    public func requirement(_ id: String, in vocabulary: Vocabulary) -> Requirement? {
        positions[id].map { self.texts[$0].rendered(self.requirements[$0], in: vocabulary) }
    }

    /// The causes of a requirement's violations that an API can have, the most frequent first.
    func causes(of id: String, in vocabulary: Vocabulary) -> [RequirementTexts.Cause] {
        positions[id].map { texts[$0].causes.filter { $0.fits(vocabulary.features) } } ?? []
    }

    /// The requirement of an id, if there is one.
    public subscript(id: String) -> Requirement? {
        positions[id].map { requirements[$0] }
    }

    /// The requirements of a group.
    public func requirements(of group: RequirementGroup) -> [Requirement] {
        self.requirements.filter { $0.group == group }
    }
}
