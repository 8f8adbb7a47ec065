//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The making of nodes from a parser's events, within the bounds of ``StrictYAML``.
struct Composer {
    private typealias Problem = StrictYAML.Problem

    /// A node that an alias can stand for.
    private struct Anchored {
        let node: Node
        /// The number of nodes in it, itself included.
        let size: Int
        /// The depth of its nesting, 1 for a single value.
        let height: Int
    }

    private let parser: YAMLParser
    private var anchors: [String: Anchored] = [:]
    private var count = 0

    init(_ parser: YAMLParser) {
        self.parser = parser
    }

    /// Reads the only document of a text.
    mutating func document() throws(StrictYAML.Problem) -> Node? {
        guard case .documentStart = try parser.next().event else { return nil }
        let (event, line) = try parser.next()
        let root = try node(event, line, depth: 1)
        // The end of the document, which is implicit or written.
        _ = try parser.next()
        let (rest, end) = try parser.next()
        guard case .streamEnd = rest else {
            throw Problem(line: end, cause: .syntax("a second document begins; there can be only one"))
        }
        return root
    }

    private mutating func node(_ event: YAMLEvent, _ line: Int, depth: Int) throws(StrictYAML.Problem) -> Node {
        try checkDepth(depth, line)
        if case .alias(let name) = event { return try resolve(name, line, depth) }
        let before = count
        try add(1, line)
        let node: Node
        let anchor: String?
        switch event {
        case .scalar(let text, let isPlain, let name):
            node = .scalar(Node.Scalar(string: text, isPlain: isPlain, line: line))
            anchor = name
        case .sequenceStart(let name):
            node = .sequence(Node.Elements(try elements(depth), line: line))
            anchor = name
        case .mappingStart(let name):
            node = .mapping(Node.Mapping(try pairs(depth), line: line))
            anchor = name
        default: throw Problem(line: line, cause: .syntax("a value is missing"))
        }
        if let anchor { anchors[anchor] = Anchored(node: node, size: count - before, height: node.height) }
        return node
    }

    private mutating func elements(_ depth: Int) throws(StrictYAML.Problem) -> [Node] {
        var elements: [Node] = []
        while true {
            let (event, line) = try parser.next()
            if case .sequenceEnd = event { return elements }
            elements.append(try node(event, line, depth: depth + 1))
        }
    }

    private mutating func pairs(_ depth: Int) throws(StrictYAML.Problem) -> [(key: Node, value: Node)] {
        var pairs: [(key: Node, value: Node)] = []
        var seen: Set<Node> = []
        while true {
            let (event, line) = try parser.next()
            if case .mappingEnd = event { return pairs }
            let key = try node(event, line, depth: depth + 1)
            guard seen.insert(key).inserted else {
                throw Problem(line: line, cause: .duplicateKey(key.string ?? "?"))
            }
            let (next, place) = try parser.next()
            pairs.append((key, try node(next, place, depth: depth + 1)))
        }
    }

    private mutating func resolve(_ name: String, _ line: Int, _ depth: Int) throws(StrictYAML.Problem) -> Node {
        guard let anchored = anchors[name] else {
            throw Problem(line: line, cause: .syntax("the alias `*\(name)` stands for nothing before it"))
        }
        try checkDepth(depth + anchored.height - 1, line)
        try add(anchored.size, line)
        return anchored.node
    }

    private func checkDepth(_ depth: Int, _ line: Int) throws(StrictYAML.Problem) {
        guard depth <= StrictYAML.deepest else {
            throw Problem(line: line, cause: .syntax("it is nested more than \(StrictYAML.deepest) deep"))
        }
    }

    private mutating func add(_ size: Int, _ line: Int) throws(StrictYAML.Problem) {
        count += size
        guard count <= StrictYAML.most else {
            throw Problem(line: line, cause: .syntax("it has more than \(StrictYAML.most) values"))
        }
    }
}

extension Node {
    /// The depth of the nesting, 1 for a single value.
    fileprivate var height: Int {
        switch self {
        case .scalar: 1
        case .sequence(let elements): 1 + (elements.map(\.height).max() ?? 0)
        case .mapping(let mapping): 1 + (mapping.map { max($0.key.height, $0.value.height) }.max() ?? 0)
        }
    }
}
