//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ScanRequirements
import Testing

@Suite struct SuiteCoverageTests {
    @Test func `every requirement has a test of its name, and every test a requirement`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        var tested: [String] = []
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                guard let match = line.firstMatch(of: /func `([A-Z]+-\d+) .*expect\("([A-Z]+-\d+)"\)/) else { continue }
                #expect(match.1 == match.2)
                tested.append(String(match.1))
            }
        }
        #expect(tested.sorted() == Catalogue.builtIn.requirements.map(\.id).sorted())
    }
}
