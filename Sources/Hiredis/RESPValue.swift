//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A Redis reply in version 2 of the protocol.
///
/// Payloads are bytes, as in Redis; ``string`` decodes them as UTF-8.
///
/// Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
package enum RESPValue: Sendable, Hashable {
    /// A status such as `OK`.
    case simpleString([UInt8])
    /// An error reply.
    case error(RESPError)
    /// An integer.
    case integer(Int64)
    /// A string of arbitrary bytes.
    case bulk([UInt8])
    /// No value: a null bulk string or a null array.
    case null
    /// An array of values of any kind.
    case array([RESPValue])
}

extension RESPValue {
    /// The bytes of a bulk or simple string; `nil` for any other value.
    package var bytes: [UInt8]? {
        switch self {
        case .simpleString(let bytes), .bulk(let bytes): bytes
        case .error, .integer, .null, .array: nil
        }
    }

    /// The text of a bulk or simple string; `nil` for any other value and for bytes that are not UTF-8.
    package var string: String? {
        bytes.flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The value of an integer reply; `nil` for any other value, including a string of digits.
    package var integer: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// The elements of an array; `nil` for any other value, including a null array.
    package var array: [RESPValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The error reply; `nil` for any other value.
    package var error: RESPError? {
        if case .error(let error) = self { error } else { nil }
    }

    /// A flag that is true for null.
    package var isNull: Bool { self == .null }

    /// A flag that is true for the status `OK`.
    package var isOK: Bool { self == .simpleString(Array("OK".utf8)) }
}
