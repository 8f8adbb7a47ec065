//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
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

    @Test func `the id of a requirement filters its own test alone`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".swift") && !$0.hasPrefix("ConformanceSuiteTests/")
        }
        #expect(files.count > 50)
        for file in files {
            let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for test in source.matches(of: /func `([^`]*\b[A-Z]{2,5}-\d{3}\b[^`]*)`/) {
                #expect(Catalogue.builtIn.requirements.allSatisfy { !test.1.contains($0.id) }, "\(file): \(test.1)")
            }
        }
    }
}
