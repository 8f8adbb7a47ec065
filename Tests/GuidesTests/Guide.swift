//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceContract
import Foundation
import Testing

/// A guide: a Markdown text of the repository for its readers.
struct Guide: Sendable, CustomTestStringConvertible {
    /// The root of the repository.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The README, the map of `Conformance`, and all guides, by path.
    static let all: [Guide] = {
        let folder = "Conformance/Guides"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
        let guides = names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
        return (["README.md", "Conformance/README.md"] + guides).map(Guide.init)
    }()

    /// The documents for maintainers and contributors, by path.
    static let maintainers = ["CHANGELOG", "CONTRIBUTING", "SECURITY"].map { Guide(path: ".github/\($0).md") }

    /// The path in the repository.
    let path: String
    /// The text; empty if the file cannot be read.
    let text: String

    init(path: String) {
        self.path = path
        self.text = (try? String(contentsOf: Self.root.appending(path: path), encoding: .utf8)) ?? ""
    }

    /// The guide with a name in `Conformance/Guides`.
    static func named(_ name: String) -> Guide { Guide(path: "Conformance/Guides/\(name).md") }

    var testDescription: String { path }

    /// The headings, with the text below each.
    var sections: [ContractSection] { ContractText(file: path, text: text).sections }

    /// The blocks of code in a language, in order.
    func blocks(_ language: String) -> [String] { Self.blocks(language, in: text) }

    /// The blocks of code in a language below a heading.
    func blocks(_ language: String, below title: String) -> [String] {
        sections.first { $0.title == title }.map { Self.blocks(language, in: "\n\($0.text)\n") } ?? []
    }

    /// The first block of shell commands below a heading.
    func commands(below title: String) throws -> String {
        try #require(blocks("sh", below: title).first, "\(path) has no commands below '\(title)'")
    }

    private static func blocks(_ language: String, in text: String) -> [String] {
        text.components(separatedBy: "\n```").filter { $0.hasPrefix("\(language)\n") }
            .map { String($0.dropFirst(language.count + 1)) + "\n" }
    }

    /// The text without blocks of code.
    var prose: String {
        text.components(separatedBy: "\n```").enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
            .joined(separator: "\n")
    }

    /// The code within the prose, on one line each.
    var inlineCode: [String] {
        prose.matches(of: /`([^`]+)`/).map { String($0.output.1).replacing("\n", with: " ") }
    }

    /// The targets of links and pictures.
    var links: [String] { prose.matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) } }
}
