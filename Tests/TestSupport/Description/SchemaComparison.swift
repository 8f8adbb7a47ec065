//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// The comparison of values with the JSON Schemas of a document.
///
/// It is stricter than the specification in two points, so that no difference is missed: members that the schema does
/// not name are errors unless the schema has `additionalProperties`, and so are unknown keywords.
struct SchemaComparison {
    /// The document in which references are resolved.
    let document: JSONTree

    /// Returns the differences between a value and a schema, one sentence each.
    func problems(of value: JSONTree, by schema: JSONTree, at place: String) -> [String] {
        schema.members.sorted { $0.key < $1.key }.flatMap { keyword, operand in
            self.problems(of: value, by: keyword, operand, in: schema, at: place)
        }
    }

    /// Resolves a schema if it is a reference.
    func resolved(_ node: JSONTree) -> JSONTree {
        guard let reference = node["$ref"]?.text else { return node }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }

    private func problems(
        of value: JSONTree,
        by keyword: String,
        _ operand: JSONTree,
        in schema: JSONTree,
        at place: String
    ) -> [String] {
        switch keyword {
        case "$ref":
            return self.problems(of: value, by: resolved(schema), at: place)
        case "type":
            let types = operand.text.map { [$0] } ?? operand.elements.compactMap(\.text)
            return types.contains(where: value.isOf) ? [] : ["\(place) is of another type than \(types)"]
        case "const":
            return value == operand ? [] : ["\(place) is not \(operand)"]
        case "enum":
            return operand.elements.contains(value) ? [] : ["\(place) is none of \(operand.elements)"]
        case "oneOf", "anyOf":
            return alternatives(of: value, operand.elements, isExclusive: keyword == "oneOf", at: place)
        case "properties", "required", "additionalProperties":
            return keyword == "properties" || schema["properties"] == nil
                ? memberProblems(of: value, by: schema, at: place) : []
        case "items":
            return value.elements.enumerated()
                .flatMap { self.problems(of: $1, by: operand, at: "\(place)[\($0)]") }
        case "description", "default":
            return []
        default:
            return Self.bounds(of: value, by: keyword, operand, at: place)
        }
    }

    private func alternatives(
        of value: JSONTree,
        _ schemas: [JSONTree],
        isExclusive: Bool,
        at place: String
    ) -> [String] {
        let problems = schemas.map { self.problems(of: value, by: $0, at: place) }
        let matches = problems.count(where: \.isEmpty)
        if matches == 1 || matches > 1 && !isExclusive { return [] }
        if matches > 1 { return ["\(place) matches \(matches) alternatives"] }
        return problems.min { $0.count < $1.count } ?? ["\(place) matches no alternative"]
    }

    private func memberProblems(of value: JSONTree, by schema: JSONTree, at place: String) -> [String] {
        guard case .object(let members) = value else { return [] }
        let properties = schema["properties"]?.members ?? [:]
        let missing = (schema["required"]?.elements ?? []).compactMap(\.text).filter { members[$0] == nil }
        return missing.sorted().map { "\(place).\($0) is missing" }
            + members.sorted { $0.key < $1.key }.flatMap { name, member in
                switch (properties[name], schema["additionalProperties"]) {
                case (let property?, _): problems(of: member, by: property, at: "\(place).\(name)")
                case (nil, .bool(true)): [String]()
                case (nil, let rest?) where rest != .bool(false):
                    problems(of: member, by: rest, at: "\(place).\(name)")
                default: ["\(place).\(name) is not described"]
                }
            }
    }

    private static func bounds(
        of value: JSONTree,
        by keyword: String,
        _ operand: JSONTree,
        at place: String
    ) -> [String] {
        let holds: Bool
        switch (keyword, value, operand) {
        case ("minimum", .number(let number), .number(let bound)): holds = number >= bound
        case ("maximum", .number(let number), .number(let bound)): holds = number <= bound
        case ("exclusiveMinimum", .number(let number), .number(let bound)): holds = number > bound
        case ("minLength", .string(let text), .number(let bound)): holds = Double(text.unicodeScalars.count) >= bound
        case ("maxLength", .string(let text), .number(let bound)): holds = Double(text.unicodeScalars.count) <= bound
        case ("maxItems", .array(let elements), .number(let bound)): holds = Double(elements.count) <= bound
        case ("pattern", .string(let text), .string(let pattern)): holds = text.matches(pattern)
        case ("format", .string(let text), "date-time"): holds = text.matches(Self.dateTime)
        case ("minimum", _, _), ("maximum", _, _), ("exclusiveMinimum", _, _), ("minLength", _, _),
            ("maxLength", _, _), ("maxItems", _, _), ("pattern", _, _):
            // A bound does not apply to values of other types.
            holds = true
        default:
            return ["\(place) has a schema with '\(keyword)', which is not understood"]
        }
        return holds ? [] : ["\(place) is \(value), against \(keyword) \(operand)"]
    }

    private static let dateTime =
        #"^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})$"#
}

extension JSONTree: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Creates a string.
    package init(stringLiteral value: String) { self = .string(value) }

    /// The value as text, shortened for messages.
    package var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): "'\(text.prefix(80))'"
        case .array(let elements): "an array of \(elements.count)"
        case .object(let members): "an object of \(members.keys.sorted())"
        }
    }

    fileprivate func isOf(_ type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .number(let value): type == "number" || type == "integer" && value.rounded() == value
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }
}

extension String {
    fileprivate func matches(_ pattern: String) -> Bool {
        range(of: pattern, options: .regularExpression) != nil
    }
}
