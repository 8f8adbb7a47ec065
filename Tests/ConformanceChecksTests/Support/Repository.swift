//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// The files of the repository, for tests that compare sources with the catalogue.
enum Repository {
    /// The folder that everything lies in.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardizedFileURL

    /// A flag that is true with `UPDATE_TABLES=1`: derived files are then written instead of compared.
    static var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_TABLES"] != nil }

    /// The command that writes the derived files.
    static let remedy = "Scripts/tables writes it"

    /// Returns the text of a file.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Returns the paths of the Swift files in a folder, sorted.
    static func swiftFiles(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }.sorted()
    }

    /// Compares a file with what it is derived to be, or writes it with `UPDATE_TABLES=1`.
    static func expect(_ path: String, toBe text: String) throws {
        guard isUpdating else {
            let current = try? self.text(path)
            let difference = Self.firstDifference(between: current ?? "", and: text)
            #expect(current != nil && difference == nil, "\(path) is out of date: \(remedy); \(difference ?? "")")
            return
        }
        guard try self.text(orNothing: path) != text else { return }
        try text.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
    }

    /// Describes the first line in which two texts differ; `nil` if they are the same.
    private static func firstDifference(between current: String, and text: String) -> String? {
        let old = current.split(separator: "\n", omittingEmptySubsequences: false)
        let new = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard
            let line = (0..<max(old.count, new.count)).first(where: { line in
                (line < old.count ? old[line] : nil) != (line < new.count ? new[line] : nil)
            })
        else { return nil }
        let (was, wanted) = (line < old.count ? old[line] : "", line < new.count ? new[line] : "")
        return "line \(line + 1) is `\(was)` and ought to be `\(wanted)`"
    }

    private static func text(orNothing path: String) throws -> String? {
        FileManager.default.fileExists(atPath: root.appending(path: path).path) ? try text(path) : nil
    }
}
