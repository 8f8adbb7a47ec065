//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML

/// The keys and values of one mapping in a configuration file, read with messages that name file, line and key.
struct ConfigurationMapping {
    let file: ConfigurationFile
    /// The keys that lead to this mapping, such as `login`; empty at the top.
    let path: String
    let mapping: Node.Mapping
    /// The line where the mapping starts.
    let line: Int

    /// Rejects unknown keys, which are mostly typos.
    func allow(only known: [String]) throws(ProbeFailure) {
        for (key, _) in mapping {
            let name = key.string ?? "?"
            guard known.contains(name) else {
                let place = path.isEmpty ? "" : " in `\(path)`"
                throw file.failure(
                    line: key.line,
                    "unknown key `\(name)`\(place)\(Suggestion.clause(for: name, among: known))"
                )
            }
        }
    }

    /// The keys that are strings.
    var keys: [String] { mapping.keys.compactMap(\.string) }

    /// Returns the node of a key, or `nil` when the key is absent.
    func node(_ key: String) -> Node? { mapping[key] }

    /// Returns true if a key is present.
    func has(_ key: String) -> Bool { node(key) != nil }

    /// Returns the line of a key; of the mapping when the key is absent.
    func line(of key: String) -> Int {
        mapping.keys.first { $0.string == key }?.line ?? self.line
    }

    /// Returns the node of a required key.
    func require(_ key: String) throws(ProbeFailure) -> Node {
        guard let node = self.node(key) else {
            throw file.failure(line: line, "the key `\(name(of: key))` is missing")
        }
        return node
    }

    /// Returns a string.
    func string(_ key: String) throws(ProbeFailure) -> String {
        let node = try require(key)
        guard let text = node.nonEmptyText else { throw wrongType(key, node, "a text") }
        return text
    }

    /// Returns an optional string.
    func optionalString(_ key: String) throws(ProbeFailure) -> String? {
        node(key) == nil ? nil : try string(key)
    }

    /// Returns a list of strings; a single string is a list of one.
    func strings(_ key: String) throws(ProbeFailure) -> [String] {
        let node = try require(key)
        if let text = node.nonEmptyText { return [text] }
        guard let sequence = node.sequence else { throw wrongType(key, node, "a list of texts") }
        var texts: [String] = []
        for element in sequence {
            guard let text = element.nonEmptyText else {
                throw wrongType(key, element, "a list of texts")
            }
            texts.append(text)
        }
        return texts
    }

    /// Returns an integer within bounds.
    func int(_ key: String, in bounds: ClosedRange<Int>) throws(ProbeFailure) -> Int {
        let node = try require(key)
        return try self.int(key, node, in: bounds)
    }

    /// Returns an optional integer within bounds.
    func optionalInt(_ key: String, in bounds: ClosedRange<Int>) throws(ProbeFailure) -> Int? {
        self.node(key) == nil ? nil : try self.int(key, in: bounds)
    }

    /// Returns a list of integers within bounds.
    func ints(_ key: String, in bounds: ClosedRange<Int>) throws(ProbeFailure) -> [Int] {
        let node = try require(key)
        guard let sequence = node.sequence else { throw wrongType(key, node, "a list of whole numbers") }
        var numbers: [Int] = []
        for element in sequence { numbers.append(try self.int(key, element, in: bounds)) }
        return numbers
    }

    /// Returns a number of seconds within bounds.
    func seconds(_ key: String, in bounds: ClosedRange<Double>) throws(ProbeFailure) -> Double {
        try self.number(key, in: bounds, named: "a number of seconds")
    }

    /// Returns a share or probability within bounds.
    func share(_ key: String, in bounds: ClosedRange<Double>) throws(ProbeFailure) -> Double {
        try self.number(key, in: bounds, named: "a number")
    }

    /// Returns an optional number of seconds within bounds.
    func optionalSeconds(_ key: String, in bounds: ClosedRange<Double>) throws(ProbeFailure) -> Double? {
        self.node(key) == nil ? nil : try self.seconds(key, in: bounds)
    }

    /// Returns a Boolean.
    func bool(_ key: String) throws(ProbeFailure) -> Bool {
        let node = try require(key)
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default: throw wrongType(key, node, "true or false")
        }
    }

    /// Returns a nested mapping.
    func child(_ key: String) throws(ProbeFailure) -> ConfigurationMapping {
        let node = try require(key)
        guard let mapping = node.mapping else { throw wrongType(key, node, "a mapping of keys to values") }
        return ConfigurationMapping(
            file: file,
            path: name(of: key),
            mapping: mapping,
            line: node.line
        )
    }

    /// Returns the failure for a value of the wrong type.
    func wrongType(_ key: String, _ node: Node, _ expected: String) -> ProbeFailure {
        file.failure(line: node.line, "`\(name(of: key))` must be \(expected)")
    }

    private func number(
        _ key: String,
        in bounds: ClosedRange<Double>,
        named noun: String
    ) throws(ProbeFailure) -> Double {
        let node = try require(key)
        guard let value = node.finiteNumber, bounds.contains(value) else {
            throw wrongType(key, node, "\(noun) from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return value
    }

    private func int(_ key: String, _ node: Node, in bounds: ClosedRange<Int>) throws(ProbeFailure) -> Int {
        guard let text = node.scalar?.string, let value = Int(text), bounds.contains(value) else {
            throw wrongType(key, node, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return value
    }

    /// Returns the full path of a key.
    func name(of key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }
}
