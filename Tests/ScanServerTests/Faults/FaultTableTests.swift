//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// The table of faults in the guide, whose figures the tests of the faults have left.
@Suite struct `The table of faults` {
    private static let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Conformance/Guides/faults.md")

    /// Each row, cell by cell.
    private static func rows(of text: String) -> [[String]] {
        text.split(separator: "\n").filter { $0.hasPrefix("| ") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    @Test func `has a row of measured figures for every fault, in order`() throws {
        var text = try String(contentsOf: Self.guide, encoding: .utf8)
        if ProcessInfo.processInfo.environment["UPDATE_TABLES"] != nil { text = try Self.update(text) }
        let rows = Self.rows(of: text).filter { row in Fault.allCases.contains { $0.name == row.first } }
        #expect(rows.map { $0.prefix(2) } == Fault.allCases.map { [$0.name, $0.means] })
        for row in rows {
            #expect(row.count == 2 + FaultFigures().cells.count, "\(row)")
            #expect(row.allSatisfy { !$0.isEmpty && $0 != "?" }, "\(row)")
        }
    }

    /// Writes the rows anew, with the figures that a run has left; the others stay.
    private static func update(_ text: String) throws -> String {
        let old = Dictionary(rows(of: text).map { ($0.first ?? "", Array($0.dropFirst(2))) }) { first, _ in first }
        let unknown = FaultFigures().cells.map { _ in "?" }
        var lines = text.components(separatedBy: "\n")
        let names = Set(Fault.allCases.map(\.name))
        guard let header = lines.firstIndex(where: { $0.hasPrefix("| fault | ") }) else { return text }
        lines.removeAll { line in names.contains { line.hasPrefix("| \($0) |") } }
        let rows = try Fault.allCases.map { fault in
            let cells = try FaultFigures.kept(of: fault)?.cells ?? old[fault.name] ?? unknown
            return "| \(([fault.name, fault.means] + cells).joined(separator: " | ")) |"
        }
        lines.insert(contentsOf: rows, at: header + 2)
        let updated = lines.joined(separator: "\n")
        try updated.write(to: guide, atomically: true, encoding: .utf8)
        return updated
    }
}
