//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
public import ProbeHistory

/// A path into a JSON value: RFC 9535 as far as one value or one list needs it, or names separated by dots.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    /// A step of a path.
    private enum Step: Sendable, Hashable {
        /// A member, `{name}` in it standing for a captured value.
        case member(String)
        /// An element of an array, counted from the end when below zero.
        case element(Int)
        /// A member or, for a number, an element.
        case either(String)
        /// All elements of an array, or all members of an object.
        case all
    }

    private let steps: [Step]
    /// True if a captured value stands in a member's name.
    private let hasPlaceholders: Bool
    /// The path as it was written.
    public let description: String

    /// True if the path leads to the root value itself.
    var isWhole: Bool { steps.isEmpty }

    /// True if the path may lead to several values.
    var leadsToSeveral: Bool { steps.contains(.all) }

    private static let whole = "$"

    /// Creates a path.
    ///
    /// - Parameter text: Names of members and positions in arrays, separated by dots, or a path that begins with `$`;
    ///   `$` alone for the whole value.
    public init(_ text: String) {
        description = text
        steps = Self.steps(of: text) ?? text.split(separator: ".").map { .either(String($0)) }
        hasPlaceholders = text.utf8.contains(UInt8(ascii: "{"))
    }

    /// Returns true for a text that is a path in either way.
    static func isPath(_ text: String) -> Bool {
        text.hasPrefix(whole) ? steps(of: text) != nil : !text.split(separator: ".").isEmpty
    }

    /// Parses a path that begins with `$`; returns `nil` for any other.
    private static func steps(of text: String) -> [Step]? {
        guard text.hasPrefix(whole) else { return nil }
        var rest = text.dropFirst()
        var steps: [Step] = []
        while let first = rest.first {
            if first == "." {
                let name = rest.dropFirst().prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty else { return nil }
                steps.append(name == "*" ? .all : .member(String(name)))
                rest = rest.dropFirst(1 + name.count)
            } else {
                guard let step = Self.bracket(&rest) else { return nil }
                steps.append(step)
            }
        }
        return steps
    }

    /// Takes a step in brackets from the front of a text.
    private static func bracket(_ rest: inout Substring) -> Step? {
        guard rest.popFirst() == "[", let first = rest.first else { return nil }
        if first == "'" || first == "\"" {
            rest.removeFirst()
            guard let end = rest.firstRange(of: "\(first)]") else { return nil }
            defer { rest = rest[end.upperBound...] }
            return .member(String(rest[..<end.lowerBound]))
        }
        guard let end = rest.firstIndex(of: "]") else { return nil }
        let inside = rest[..<end]
        rest = rest[rest.index(after: end)...]
        return inside == "*" ? .all : Int(inside).map { .element($0) }
    }

    /// Follows the path.
    ///
    /// - Parameters:
    ///   - value: The root value of the path.
    ///   - captured: The values of the names in braces.
    /// - Returns: The value at the path, the first of several; `nil` without one.
    public func follow(in value: JSONValue, captured: [String: String] = [:]) -> JSONValue? {
        leadsToSeveral ? values(in: value, captured: captured).first : single(in: value, captured: captured)
    }

    /// Returns all values at the path.
    func values(in value: JSONValue, captured: [String: String] = [:]) -> [JSONValue] {
        steps.reduce([value]) { values, step in
            values.flatMap { value in
                guard step == .all else { return next(step, in: value, captured).map { [$0] } ?? [] }
                return value.array ?? value.object.map { $0.sorted { $0.key < $1.key }.map(\.value) } ?? []
            }
        }
    }

    private func single(in value: JSONValue, captured: [String: String]) -> JSONValue? {
        var current = value
        for step in steps {
            guard let next = next(step, in: current, captured) else { return nil }
            current = next
        }
        return current
    }

    private func next(_ step: Step, in value: JSONValue, _ captured: [String: String]) -> JSONValue? {
        switch step {
        case .member(let name): return value[fill(name, captured)]
        case .element(let index):
            guard let elements = value.array else { return nil }
            let position = index < 0 ? elements.count + index : index
            return elements.indices.contains(position) ? elements[position] : nil
        case .either(let name):
            let name = fill(name, captured)
            if let member = value[name] { return member }
            guard let elements = value.array, let index = Int(name), elements.indices.contains(index) else {
                return nil
            }
            return elements[index]
        case .all: return nil
        }
    }

    private func fill(_ name: String, _ captured: [String: String]) -> String {
        guard hasPlaceholders else { return name }
        return captured.reduce(name) { $0.replacingBytes(of: "{\($1.key)}", with: $1.value) }
    }

    /// Returns a copy of a value with the value at the path, if there is one, replaced.
    func replacing(in value: JSONValue, by replacement: JSONValue) -> JSONValue {
        self.replace(in: value, steps: steps[...], by: replacement)
    }

    private func replace(in value: JSONValue, steps: ArraySlice<Step>, by replacement: JSONValue) -> JSONValue {
        guard let first = steps.first else { return replacement }
        switch (first, value) {
        case (.member(let name), .object(var members)), (.either(let name), .object(var members)):
            guard let member = members[name] else { return value }
            members[name] = self.replace(in: member, steps: steps.dropFirst(), by: replacement)
            return .object(members)
        case (.element(let index), .array(var elements)) where elements.indices.contains(index):
            elements[index] = self.replace(in: elements[index], steps: steps.dropFirst(), by: replacement)
            return .array(elements)
        case (.either(let name), .array(var elements)):
            guard let index = Int(name), elements.indices.contains(index) else { return value }
            elements[index] = self.replace(in: elements[index], steps: steps.dropFirst(), by: replacement)
            return .array(elements)
        case (.all, .array(let elements)):
            return .array(elements.map { self.replace(in: $0, steps: steps.dropFirst(), by: replacement) })
        default: return value
        }
    }
}
