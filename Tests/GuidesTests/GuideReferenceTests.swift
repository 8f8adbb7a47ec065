//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceContract
import Foundation
import Testing

/// References of the guides to files, headings and code.
@Suite struct `What the guides refer to` {
    @Test(arguments: Guide.all + Guide.maintainers)
    func `is there: files and headings`(guide: Guide) throws {
        let folder = Guide.root.appending(path: guide.path).deletingLastPathComponent()
        for link in guide.links where !link.contains("://") {
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let file = parts[0].isEmpty ? Guide.root.appending(path: guide.path) : folder.appending(path: parts[0])
            #expect(FileManager.default.fileExists(atPath: file.standardizedFileURL.path), "\(link)")
            guard parts.count == 2 else { continue }
            let path = file.standardizedFileURL.path.replacing("\(Guide.root.standardizedFileURL.path)/", with: "")
            #expect(Guide(path: path).sections.contains { $0.anchor == parts[1] }, "\(link)")
        }
    }

    @Test(arguments: Guide.all + Guide.maintainers)
    func `is there: files named in code`(guide: Guide) throws {
        for code in guide.inlineCode {
            let path = code.prefix { $0 != " " && $0 != "#" }
            guard path.contains(/^(Sources|Tests|Conformance|Scripts)\//), !path.contains("<") else { continue }
            let file = Guide.root.appending(path: String(path)).path
            #expect(FileManager.default.fileExists(atPath: file), "\(code)")
        }
    }

    @Test func `includes every guide from the README`() {
        let readme = Guide(path: "README.md")
        for guide in Guide.all.dropFirst(2) { #expect(readme.links.contains(guide.path), "\(guide.path)") }
    }

    @Test func `fits on three pages in the README`() {
        #expect(Guide(path: "README.md").text.split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
    }

    @Test func `is missed if it is not there`() {
        let sections = Guide(path: "README.md").sections
        #expect(sections.contains { $0.anchor == "two-commands" })
        #expect(!sections.contains { $0.anchor == "three-commands" })
        #expect(Guide(path: "nowhere.md").text.isEmpty)
    }
}

/// The tables of *Find your way*: a file in each row, and what to look for in it.
@Suite struct `The ways through the code` {
    /// A row of a walk.
    struct Stop: Sendable, CustomTestStringConvertible {
        let file: String
        let words: [String]
        var testDescription: String { file }
    }

    static let guide = Guide.named("find-your-way")

    static let stops: [Stop] = guide.text.split(separator: "\n").compactMap { row in
        let cells = row.split(separator: "|").map { cell in
            cell.matches(of: /`([^`]+)`/).map { String($0.output.1) }
        }
        guard cells.count == 2, let file = cells[0].first, file.contains(/\.(swift|yaml|md)$/) else { return nil }
        return Stop(file: file, words: cells[1])
    }

    @Test func `are walks of files`() { #expect(Self.stops.count >= 20) }

    @Test(arguments: stops)
    func `lead through files that have what is looked for`(stop: Stop) throws {
        let text = try String(contentsOf: Guide.root.appending(path: stop.file), encoding: .utf8)
        #expect(!stop.words.isEmpty)
        for word in stop.words { #expect(text.contains(word), "\(word) in \(stop.file)") }
    }

    @Test func `list every target`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Guide.root.appending(path: "Sources").path)
        for folder in folders { #expect(Self.guide.inlineCode.contains("Sources/\(folder)"), "\(folder)") }
    }
}
