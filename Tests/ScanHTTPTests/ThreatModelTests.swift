//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSelection
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

    /// Returns the cells of the rows of the tables whose first heading is the given one.
    private static func rows(headed heading: String) throws -> [[String]] {
        let text = try String(contentsOf: root.appending(path: ".github/SECURITY.md"), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var rows: [[String]] = []
        for table in lines.split(whereSeparator: { !$0.hasPrefix("|") }) {
            let cells = table.map { line in
                line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                    .map { $0.trimmingCharacters(in: .whitespaces) }
            }
            if cells.first?.first == heading { rows += cells.dropFirst(2) }
        }
        return rows
    }

    private static func names(in cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    @Test(.takesSeconds) func `names limits that stand in the code, and tests that there are`() throws {
        let (sources, tests) = (try Self.text(of: "Sources"), try Self.text(of: "Tests"))
        let rows = try Self.rows(headed: "what is bounded")
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
        let risks = try Self.rows(headed: "risk").map { $0[0].prefix { $0 != " " } }
        #expect(risks == (1...10).map { "API\($0)" })
    }
}
