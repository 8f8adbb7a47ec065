//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Yams

/// The list of mutants that is embedded in the prober.
///
/// A test compares the list with the mutants, and updates it with `UPDATE_TABLES=1`.
public enum MutantList {
    /// All mutants, in the order of their list.
    public static let all: [MutantDescription] = {
        do {
            return try YAMLDecoder().decode([MutantDescription].self, from: text)
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
