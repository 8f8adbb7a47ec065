//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The place of a value in a JSON document.
struct MemberPath: Sendable, Hashable, CustomStringConvertible {
    /// A step into a value.
    enum Step: Sendable, Hashable {
        case member(String)
        case index(Int)
    }

    /// The steps from the root.
    var steps: [Step] = []

    /// The place as RFC 9535 writes it, such as `$.data.jobs[0].id`.
    var description: String {
        steps.reduce(into: "$") { text, step in
            switch step {
            case .index(let index): text += "[\(index)]"
            case .member(let name):
                text +=
                    Self.isPlain(name)
                    ? ".\(name)" : "['\(name.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))']"
            }
        }
    }

    /// The name of the last member; empty for the root and for an element.
    var name: String {
        guard case .member(let name) = steps.last else { return "" }
        return name
    }

    /// The words of all names in the place, in lower case.
    var words: [String] {
        steps.flatMap { step in
            if case .member(let name) = step { Words.split(name) } else { [String]() }
        }
    }

    /// Returns true if a place lies in this one.
    func contains(_ other: MemberPath) -> Bool {
        other.steps.count > steps.count && other.steps.starts(with: steps)
    }

    /// Returns the value at the place.
    func follow(in value: JSONValue) -> JSONValue? {
        steps.reduce(value as JSONValue?) { value, step in
            switch step {
            case .member(let name): value?[name]
            case .index(let index): value?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
        }
    }

    /// Returns true for a name that RFC 9535 §2.5.1.1 takes without quotation marks.
    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy {
            $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber
        }
            && name.utf8.allSatisfy { $0 < 0x80 }
    }
}

/// A value in a JSON document, with its place.
struct Leaf: Sendable, Hashable {
    let place: MemberPath
    let value: JSONValue
}

extension JSONValue {
    /// The values that are neither objects nor lists, and the lists and objects themselves, each with its place; of a list
    /// only the first element is entered.
    var leaves: [Leaf] {
        var leaves: [Leaf] = []
        collect(into: &leaves, at: MemberPath(), depth: 0)
        return leaves
    }

    /// The number of values that are looked at: more are no status.
    private static let most = 400

    private func collect(into leaves: inout [Leaf], at place: MemberPath, depth: Int) {
        guard leaves.count < Self.most, depth < 6 else { return }
        if depth > 0 { leaves.append(Leaf(place: place, value: self)) }
        switch self {
        case .object(let members):
            for name in members.keys.sorted() {
                members[name]?.collect(
                    into: &leaves,
                    at: MemberPath(steps: place.steps + [.member(name)]),
                    depth: depth + 1
                )
            }
        case .array(let elements):
            elements.first?.collect(into: &leaves, at: MemberPath(steps: place.steps + [.index(0)]), depth: depth + 1)
        default: break
        }
    }

    /// True for `null`, an empty text, an empty list and an empty object.
    var isEmpty: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .bool, .number: false
        }
    }

    /// The text of a text or of a whole number, which ids and words are.
    var plainText: String? { string ?? int.map(String.init) }
}
