//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import KitYAML

/// The list of mutants that is embedded in the prober.
///
/// A test compares the list with the mutants, and updates it with `UPDATE_TABLES=1`.
public enum MutantList {
    /// All mutants, in the order of their list.
    public static let all: [MutantDescription] = {
        do {
            return try StrictYAML.root(of: text)?.sequence?.map { try MutantDescription($0) } ?? []
        } catch {
            preconditionFailure("The built-in list of mutants is malformed: \(error)")
        }
    }()

    /// The text of the list's file.
    package static var text: String { String(decoding: PackageResources.mutants_yaml, as: UTF8.self) }

    /// Formats a list as in the file.
    package static func text(of mutants: [MutantDescription]) -> String {
        let entries = mutants.map { mutant in
            """
            - name: \(mutant.name)
              summary: "\(mutant.summary.replacing("\"", with: "\\\""))"
              cause: "\(mutant.cause.replacing("\"", with: "\\\""))"
              violates: [\(mutant.violates.joined(separator: ", "))]
              consequences: [\(mutant.consequences.joined(separator: ", "))]
              needs: [\(mutant.needs.map(\.rawValue).joined(separator: ", "))]
              plan: \(mutant.plan)
              traits: [\(mutant.traits.map(\.rawValue).joined(separator: ", "))]

            """
        }
        return "# Written from the mutants by Scripts/tables.\n" + entries.joined()
    }
}

/// A mutant that is not described as it has to be.
private struct MalformedMutant: Error {
    /// The line, from 1.
    let line: Int
    /// The key.
    let key: String
}

extension MutantDescription {
    /// Reads a description.
    fileprivate init(_ node: Node) throws {
        func text(_ key: String) throws -> String {
            guard let text = node[key]?.nonEmptyText else { throw MalformedMutant(line: node.line, key: key) }
            return text
        }
        func words<Word>(_ key: String, _ word: (String) -> Word?) throws -> [Word] {
            guard let elements = node[key]?.sequence else { throw MalformedMutant(line: node.line, key: key) }
            return try elements.map { element in
                guard let read = element.string.flatMap(word) else {
                    throw MalformedMutant(line: element.line, key: key)
                }
                return read
            }
        }
        self.init(
            name: try text("name"),
            summary: try text("summary"),
            violates: try words("violates") { $0 },
            consequences: try words("consequences") { $0 },
            cause: try text("cause"),
            needs: try words("needs") { Requirement.Need(rawValue: $0) },
            plan: try text("plan"),
            traits: try words("traits") { Trait(rawValue: $0) }
        )
    }
}
