//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// Skeletons of requirements, as `Scripts/new-requirement` writes them.
@Suite struct UnfinishedTests {
    @Test func `nothing of a requirement is left to fill in`() throws {
        let root = Repository.root
        let folders = ["Conformance", "Tests/ConformanceChecksTests/Support"]
        var examined = 0
        for folder in folders {
            for file in try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path) {
                guard file.hasSuffix(".swift") || file.hasSuffix(".yaml") else { continue }
                examined += 1
                let lines = try Repository.text("\(folder)/\(file)").components(separatedBy: "\n")
                for (number, line) in lines.enumerated() where line.contains("FILL IN") {
                    Issue.record("\(folder)/\(file):\(number + 1): \(line.trimmingCharacters(in: .whitespaces))")
                }
            }
        }
        #expect(examined > 100, "the folders have moved; is the search right?")
    }
}
