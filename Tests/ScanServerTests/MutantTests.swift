//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ScanMutants
import ScanRequirements
import Testing

@Suite struct `The list of mutants` {
    @Test func `names each mutant once, and only requirements that there are`() throws {
        #expect(Set(Mutant.all.map(\.name)).count == Mutant.all.count)
        for mutant in Mutant.all {
            #expect(!mutant.violates.isEmpty, "\(mutant.name)")
            #expect(Set(mutant.violates).count == mutant.violates.count, "\(mutant.name)")
            for id in mutant.violates { #expect(Catalogue.builtIn[id] != nil, "\(mutant.name): \(id)") }
        }
    }

    /// With `UPDATE_TABLES=1` in the environment it writes the table instead.
    @Test func `stands in Conformance/README.md as it is`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Conformance/README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(readme.range(of: "| mutant |"))
        let end = readme.range(of: "\n\n", range: start.upperBound..<readme.endIndex)?.lowerBound ?? readme.endIndex
        let current = readme.replacingCharacters(in: start.lowerBound..<end, with: Self.table)
        if ProcessInfo.processInfo.environment["UPDATE_TABLES"] != nil {
            try current.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(readme == current, "UPDATE_TABLES=1 swift test --filter MutantTests writes it")
        }
    }

    private static var table: String {
        let head = "| mutant | what it does wrong | may be blamed on |\n|---|---|---|"
        let rows = Mutant.all.map { mutant in
            "| `\(mutant.name)` | \(mutant.summary) | \(mutant.violates.sorted().joined(separator: ", ")) |"
        }
        return ([head] + rows).joined(separator: "\n")
    }
}
