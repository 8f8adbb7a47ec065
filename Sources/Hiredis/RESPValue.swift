//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A reply of Redis in version 2 of its protocol.
///
/// Payloads are bytes, since Redis keeps bytes; ``string`` reads them as text where they are text.
///
/// Source: https://redis.io/docs/latest/develop/reference/protocol-spec/
package enum RESPValue: Sendable, Hashable {
    /// A status such as `OK`.
    case simpleString([UInt8])
    /// A refusal by the server.
    case error(RESPError)
    /// A number.
    case integer(Int64)
    /// A string of any bytes.
    case bulk([UInt8])
    /// No value; the null bulk string and the null array are the same here.
    case null
    /// A list of values of any kind.
    case array([RESPValue])
}

extension RESPValue {
    /// The bytes of a bulk or simple string, `nil` for any other value.
    package var bytes: [UInt8]? {
        switch self {
        case .simpleString(let bytes), .bulk(let bytes): bytes
        case .error, .integer, .null, .array: nil
        }
    }

    /// The text of a bulk or simple string, `nil` for any other value and for bytes that are not UTF-8.
    package var string: String? {
        self.bytes.flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The number of an integer reply, `nil` for any other value, also for a string that spells a number.
    package var integer: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// The elements of an array, `nil` for any other value, also for a null array.
    package var array: [RESPValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The refusal, `nil` for any other value.
    package var error: RESPError? {
        if case .error(let error) = self { error } else { nil }
    }

    /// Whether there is no value.
    package var isNull: Bool { self == .null }

    /// Whether this is the status `OK`.
    package var isOK: Bool { self == .simpleString(Array("OK".utf8)) }
}
