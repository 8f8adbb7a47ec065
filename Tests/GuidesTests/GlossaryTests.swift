//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// The glossary and the types that it names.
@Suite struct `The glossary` {
    /// An entry: a word, its meaning and the names of its types.
    struct Entry: Sendable, CustomTestStringConvertible {
        let word: String
        let meaning: String
        let types: [String]
        var testDescription: String { word }
    }

    static let entries: [Entry] = Guide.named("glossary").text.split(separator: "\n").compactMap { row in
        let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard cells.count == 3, !cells[0].hasPrefix("-"), cells[0] != "word" else { return nil }
        return Entry(
            word: cells[0],
            meaning: cells[1],
            types: cells[2].matches(of: /`([^`]+)`/).map { String($0.output.1) }
        )
    }

    /// The names of all declared types.
    static let declared: Set<String> = {
        var names: Set<String> = []
        for folder in ["Sources", "Conformance"] {
            let root = Guide.root.appending(path: folder)
            for path in (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
            where path.hasSuffix(".swift") {
                let text = (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
                for match in text.matches(of: /\b(?:struct|class|enum|actor|protocol|typealias) ([A-Z][A-Za-z0-9]*)/) {
                    names.insert(String(match.output.1))
                }
            }
        }
        return names
    }()

    @Test func `explains some forty words, in alphabetical order`() {
        let words = Self.entries.map(\.word)
        #expect(words.count >= 40)
        #expect(words == words.sorted())
        #expect(Set(words).count == words.count)
    }

    @Test(arguments: entries)
    func `says in a sentence or two what a word means, and names its types`(entry: Entry) {
        #expect(entry.meaning.hasSuffix("."))
        #expect((1...3).contains(entry.meaning.matches(of: /\.( |$)/).count))
        #expect(!entry.types.isEmpty)
        for type in entry.types {
            for part in type.split(separator: ".") { #expect(Self.declared.contains(String(part)), "\(type)") }
        }
    }

    @Test func `would miss a type that there is not`() {
        #expect(Self.declared.count > 300)
        #expect(!Self.declared.contains("Errand"))
    }
}
