//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A JSON value as a deployment wrote it.
///
/// Numbers keep their literal, so that 64-bit integers stay exact and `NaN`, which is not JSON but is sent all the
/// same, can be reported instead of making the whole response unreadable.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number as its literal.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Parses a text; returns `nil` when it is not JSON.
    ///
    /// Lenient in one respect: `NaN`, `Infinity` and `-Infinity` are read as numbers.
    ///
    /// - Parameter text: The whole text; only white space may follow the value.
    public init?(parsing text: String) {
        var parser = JSONParser(bytes: Array(text.utf8))
        guard let value = parser.parseDocument() else { return nil }
        self = value
    }
}

extension JSONValue {
    /// The text of a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The elements of an array.
    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object.
    public var object: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The value of a boolean.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The value of a number, which may be non-finite.
    public var double: Double? {
        guard case .number(let literal) = self else { return nil }
        switch literal {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        default: return Double(literal)
        }
    }

    /// The value of an integer in any notation: `3`, `3.0` and `3e0` are equal.
    public var int: Int? {
        guard case .number(let literal) = self else { return nil }
        return Int(literal) ?? double.flatMap(Int.init(exactly:))
    }

    /// The member of an object.
    ///
    /// - Parameter key: The member's name.
    public subscript(key: String) -> JSONValue? { object?[key] }
}
