//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// The names in the threat model, compared with the code and the tests.
@Suite struct `The threat model` {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(of folder: String) throws -> String {
        let files = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
        let sources = (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
        return try sources.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }

    /// Returns the cells of all table rows with the given number of cells, without the header rows.
    private static func rows(_ cells: Int) throws -> [[String]] {
        let text = try String(contentsOf: root.appending(path: ".github/SECURITY.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        return rows.filter {
            $0.count == cells && !$0[0].hasPrefix("---") && $0[0] != "what is bounded" && $0[0] != "risk"
        }
    }

    private static func names(in cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    @Test func `names limits that stand in the code, and tests that there are`() throws {
        let (sources, tests) = (try Self.text(of: "Sources"), try Self.text(of: "Tests"))
        let rows = try Self.rows(5)
        #expect(rows.count > 20)
        for row in rows {
            for name in Self.names(in: row[3]) where !name.hasPrefix("--") {
                let parts = name.split(separator: ".")
                for part in parts { #expect(sources.contains("\(part)"), "\(row[0]): \(name)") }
            }
            for name in Self.names(in: row[4]) where name.contains(" ") && !name.hasPrefix("Scripts/") {
                #expect(tests.contains("`\(name)`"), "\(row[0]): \(name)")
            }
        }
    }

    @Test func `says something to each of the ten risks`() throws {
        let risks = try Self.rows(4).map { $0[0].prefix { $0 != " " } }
        #expect(risks == (1...10).map { "API\($0)" })
    }
}
