//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Foundation

/// A JSON value, for the comparison with schemas.
package enum JSONTree: Decodable, Sendable, Hashable {
    /// The value null.
    case null
    /// True or false.
    case bool(Bool)
    /// A number.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONTree])
    /// An object.
    case object([String: JSONTree])

    /// Decodes a value.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([String: JSONTree].self) {
            self = .object(value)
        } else {
            self = .array(try container.decode([JSONTree].self))
        }
    }

    /// Parses a JSON text.
    package init(parsing text: Data) throws { self = try JSONDecoder().decode(JSONTree.self, from: text) }

    /// Returns a member of an object.
    package subscript(name: String) -> JSONTree? { members[name] }

    /// The members of an object; empty for other values.
    package var members: [String: JSONTree] { if case .object(let members) = self { members } else { [:] } }

    /// The elements of an array; empty for other values.
    package var elements: [JSONTree] { if case .array(let elements) = self { elements } else { [] } }

    /// The string, if the value is one.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The number, if the value is one.
    package var number: Double? { if case .number(let number) = self { number } else { nil } }
}
