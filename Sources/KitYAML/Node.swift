//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A node of a YAML document.
///
/// Its line counts from 1. Two nodes are equal by their texts, whatever their lines and quotes.
package enum Node: Sendable, Hashable {
    /// A single value.
    case scalar(Scalar)
    /// A list.
    case sequence(Elements)
    /// Keys with their values.
    case mapping(Mapping)

    /// A single value, as the text that stands in the document.
    package struct Scalar: Sendable, Hashable {
        /// The text, without quotes.
        package let string: String
        /// True for a text without quotes and bars, which may stand for a number, a truth value or null.
        package let isPlain: Bool
        /// The line.
        package let line: Int

        package static func == (one: Scalar, other: Scalar) -> Bool { one.string == other.string }
        package func hash(into hasher: inout Hasher) { hasher.combine(string) }
    }

    /// A list of nodes.
    package struct Elements: Sendable, Hashable, RandomAccessCollection {
        private let nodes: [Node]
        /// The line of the beginning.
        package let line: Int

        init(_ nodes: [Node], line: Int) {
            self.nodes = nodes
            self.line = line
        }

        package var startIndex: Int { nodes.startIndex }
        package var endIndex: Int { nodes.endIndex }
        package subscript(position: Int) -> Node { nodes[position] }

        package static func == (one: Elements, other: Elements) -> Bool { one.nodes == other.nodes }
        package func hash(into hasher: inout Hasher) { hasher.combine(nodes) }
    }

    /// Keys with their values, in the order of the document.
    package struct Mapping: Sendable, Hashable, RandomAccessCollection {
        private let pairs: [Pair]
        private let places: [String: Int]
        /// The line of the beginning.
        package let line: Int

        private struct Pair: Sendable, Hashable {
            let key: Node
            let value: Node
        }

        /// Creates a mapping; of two keys with the same text the first one is found.
        init(_ pairs: [(key: Node, value: Node)], line: Int) {
            self.pairs = pairs.map { Pair(key: $0.key, value: $0.value) }
            var places: [String: Int] = [:]
            for (place, pair) in pairs.enumerated() {
                guard let name = pair.key.string, places[name] == nil else { continue }
                places[name] = place
            }
            self.places = places
            self.line = line
        }

        package var startIndex: Int { pairs.startIndex }
        package var endIndex: Int { pairs.endIndex }
        package subscript(position: Int) -> (key: Node, value: Node) { (pairs[position].key, pairs[position].value) }
        /// The value of a key.
        package subscript(key: String) -> Node? { places[key].map { pairs[$0].value } }

        /// The keys.
        package var keys: [Node] { pairs.map(\.key) }
        /// The values.
        package var values: [Node] { pairs.map(\.value) }

        package static func == (one: Mapping, other: Mapping) -> Bool { one.pairs == other.pairs }
        package func hash(into hasher: inout Hasher) { hasher.combine(pairs) }
    }
}

extension Node {
    /// The value, if the node is a single one.
    package var scalar: Scalar? { if case .scalar(let scalar) = self { scalar } else { nil } }

    /// The text of a single value.
    package var string: String? { scalar?.string }

    /// The nodes of a list.
    package var sequence: Elements? { if case .sequence(let elements) = self { elements } else { nil } }

    /// The keys and values of a mapping.
    package var mapping: Mapping? { if case .mapping(let mapping) = self { mapping } else { nil } }

    /// The value of a key, if the node is a mapping that has it.
    package subscript(key: String) -> Node? { mapping?[key] }

    /// The text of a scalar; `nil` for an empty one, and for a mapping or a list.
    package var nonEmptyText: String? { string.flatMap { $0.isEmpty ? nil : $0 } }

    /// The number of a scalar, if it is finite.
    package var finiteNumber: Double? { string.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }

    /// The line where the node starts, from 1.
    package var line: Int {
        switch self {
        case .scalar(let scalar): scalar.line
        case .sequence(let elements): elements.line
        case .mapping(let mapping): mapping.line
        }
    }
}
