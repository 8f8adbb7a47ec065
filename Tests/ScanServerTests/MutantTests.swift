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

    @Test func `stands in Conformance/README.md as it is`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Conformance/README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let table = Mutant.all.map { mutant in
            "| `\(mutant.name)` | \(mutant.summary) | \(mutant.violates.sorted().joined(separator: ", ")) |"
        }
        #expect(readme.contains(table.joined(separator: "\n")), "\n\(table.joined(separator: "\n"))")
    }
}
