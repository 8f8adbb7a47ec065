//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import ConformanceChecks
import Foundation
import Testing

/// Files that are derived from the catalogue; `Scripts/tables` writes them, and these tests compare them otherwise.
@Suite(.serialized) struct DerivedFilesTests {
    @Test(arguments: Catalogue.builtIn.requirements)
    func `the sentence of a requirement stands above its check`(requirement: Requirement) throws {
        let source = try CheckSource(of: requirement)
        try Repository.expect(source.file, toBe: try source.text(quoting: requirement))
    }

    @Test func `the suite has a test for each requirement`() throws {
        try Repository.expect("Tests/ConformanceSuiteTests/RequirementTests.swift", toBe: Self.suite)
    }

    @Test func `the file of each check is known`() throws {
        try Repository.expect("Conformance/Registry/Requirement+CheckFile.swift", toBe: try Self.files)
    }

    private static let head = """
        //
        // This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
        // SPDX-License-Identifier: Apache-2.0
        //

        // Written from the catalogue by Scripts/tables.

        """

    /// A suite for each group, with a function for each requirement: so an id filters its own test.
    private static var suite: String {
        let suites = RequirementGroup.allCases.map { group in
            let tests = Catalogue.builtIn.requirements(of: group).map { requirement in
                let sentence = requirement.plainStatement.filter { !"`\\".contains($0) }.dropLast()
                return """
                            @Test func `\(requirement.id) \(sentence)`() throws {
                                try Conformance.expect("\(requirement.id)")
                            }
                    """
            }
            return "    @Suite struct \(group.rawValue.capitalized) {\n\(tests.joined(separator: "\n"))\n    }\n"
        }
        return """
            // swift-format-ignore-file
            \(head)
            import ConformanceSuite
            import Testing

            extension Requirements {
            \(suites.joined(separator: "\n"))}

            """
    }

    private static var files: String {
        get throws {
            let rows = try Catalogue.builtIn.requirements.map {
                "        \"\($0.id)\": \"\(try CheckSource(of: $0).file)\",\n"
            }
            return """
                \(head)
                extension Requirement {
                    /// The file of the requirement's check in the repository; `nil` unless it is a built-in one.
                    package var checkFile: String? { Self.checkFiles[id] }

                    private static let checkFiles: [String: String] = [
                \(rows.joined())    ]
                }

                """
        }
    }
}
