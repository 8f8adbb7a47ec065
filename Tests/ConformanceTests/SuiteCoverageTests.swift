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
            let source = try String(contentsOf: file, encoding: .utf8)
            for test in source.matches(
                of: /func `([A-Z]+-\d+) [^`]*`\(\)\s*throws\s*\{\s*try Conformance\.expect\("([A-Z]+-\d+)"\)/
            ) {
                #expect(test.1 == test.2)
                tested.append(String(test.1))
            }
        }
        #expect(tested.sorted() == Catalogue.builtIn.requirements.map(\.id).sorted())
    }
}
