//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceContract
import KitYAML

/// The fields of one mapping in a catalogue file, each read once and validated.
struct CatalogueFields {
    private let file: String
    private let start: Int
    private var nodes: [String: Node] = [:]
    private var lines: [String: Int] = [:]

    /// Reads the fields of a mapping, and rejects unknown keys.
    init(_ node: Node, file: String, known: Set<String>) throws(CatalogueError) {
        self.file = file
        start = node.line
        guard case .mapping(let mapping) = node else {
            throw CatalogueError(file: file, line: start, message: "expected keys and values")
        }
        for (key, value) in mapping {
            let line = key.line
            guard let name = key.string, known.contains(name) else {
                let allowed = known.sorted().joined(separator: ", ")
                throw CatalogueError(
                    file: file,
                    line: line,
                    message: "unknown key '\(key.string ?? "?")'; expected one of \(allowed)"
                )
            }
            nodes[name] = value
            lines[name] = line
        }
    }

    /// The line of a key, or that of the mapping when the key is missing.
    func line(of key: String) -> Int { lines[key] ?? start }

    /// True if the mapping has a key.
    func has(_ key: String) -> Bool { nodes[key] != nil }

    /// An error at a key.
    func error(_ message: String, at key: String) -> CatalogueError {
        CatalogueError(file: file, line: line(of: key), message: message)
    }

    /// A required, non-empty string.
    func text(_ key: String) throws(CatalogueError) -> String {
        guard let node = nodes[key] else { throw self.error("the key '\(key)' is missing", at: key) }
        return try self.text(of: node, key: key)
    }

    /// A required value of an enumeration.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ key: String) throws(CatalogueError) -> Word {
        try word(try text(key), key: key)
    }

    /// A flag; false when the key is missing.
    func flag(_ key: String) throws(CatalogueError) -> Bool {
        guard let node = nodes[key] else { return false }
        guard case .scalar(let scalar) = node, let flag = Bool(scalar.string) else {
            throw self.error("the key '\(key)' must hold true or false", at: key)
        }
        return flag
    }

    /// A list of words of an enumeration; empty when the key is missing.
    func words<Word: RawRepresentable<String> & CaseIterable>(_ key: String) throws(CatalogueError) -> [Word] {
        var words: [Word] = []
        for text in try texts(key) { words.append(try word(text, key: key)) }
        return words
    }

    /// A list of strings; empty when the key is missing.
    func texts(_ key: String) throws(CatalogueError) -> [String] {
        guard nodes[key] != nil else { return [] }
        var texts: [String] = []
        for node in try sequence(key) { texts.append(try text(of: node, key: key)) }
        return texts
    }

    /// Required sentences: one string, or a list of strings.
    func prose(_ key: String) throws(CatalogueError) -> String {
        guard case .sequence? = nodes[key] else { return try text(key) }
        let sentences = try texts(key)
        guard !sentences.isEmpty else { throw self.error("the key '\(key)' must hold a text", at: key) }
        return sentences.joined(separator: " ")
    }

    /// Required citations: one, or a list of them.
    func citations(_ key: String) throws(CatalogueError) -> [Citation] {
        let texts: [String]
        if case .sequence? = nodes[key] { texts = try self.texts(key) } else { texts = [try self.text(key)] }
        guard !texts.isEmpty else { throw self.error("the key '\(key)' must hold a text", at: key) }
        var citations: [Citation] = []
        for text in texts {
            do { citations.append(try Citation(text)) } catch { throw self.error(error.description, at: key) }
        }
        return citations
    }

    /// A required list.
    func sequence(_ key: String) throws(CatalogueError) -> [Node] {
        guard case .sequence(let sequence)? = nodes[key] else {
            throw self.error("the key '\(key)' must hold a list", at: key)
        }
        return Array(sequence)
    }

    /// The elements of a list; none when the key is missing.
    func elements(_ key: String) throws(CatalogueError) -> [Node] {
        nodes[key] == nil ? [] : try sequence(key)
    }

    /// The fields of a mapping within this one.
    func nested(_ node: Node, known: Set<String>) throws(CatalogueError) -> CatalogueFields {
        try CatalogueFields(node, file: file, known: known)
    }

    /// One word of an enumeration, or a list of them; empty when the key is missing.
    func wordOrWords<Word: RawRepresentable<String> & CaseIterable>(_ key: String) throws(CatalogueError) -> [Word] {
        switch nodes[key] {
        case nil: []
        case .sequence?: try words(key)
        case _?: [try word(key)]
        }
    }

    /// One string, or a list of strings; `nil` when the key is missing.
    func textOrTexts(_ key: String) throws(CatalogueError) -> [String]? {
        guard let node = nodes[key] else { return nil }
        if case .sequence = node { return try texts(key) }
        return [try text(of: node, key: key)]
    }

    /// The text of a node, which must not be empty.
    func text(of node: Node, key: String) throws(CatalogueError) -> String {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            throw self.error("the key '\(key)' must hold a text", at: key)
        }
        return scalar.string
    }

    private func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String,
        key: String
    ) throws(CatalogueError) -> Word {
        guard let word = Word(rawValue: text) else {
            let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw self.error("'\(text)' is no \(key); expected one of \(allowed)", at: key)
        }
        return word
    }
}
