//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// The escaping of texts that become parts of an address.
package enum AddressText {
    /// The characters that RFC 6570 §3.2.3 leaves in a reserved expansion; `%` begins an escape.
    private static let reserved = ":/?#[]@!$&'()*+,;=%"

    /// Escapes a text as part of an address that keeps what separates its components.
    static func escapeReserved(_ text: String) -> String { escape(text, keeping: reserved) }

    /// Escapes everything but the unreserved characters of RFC 3986 §2.3 and those to be kept.
    package static func escape(_ component: String, keeping kept: String = "") -> String {
        let plain = ("-._~" + kept).utf8
        if component.utf8.allSatisfy({ Self.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }) { return component }
        return component.utf8.reduce(into: "") { escaped, byte in
            if Self.isAlphanumeric(byte) || plain.contains(byte) {
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                escaped += "%" + byte.hexadecimal().uppercased()
            }
        }
    }

    /// Adds parameters, escaped before, to the query of an address.
    package static func append(_ query: String, to address: String) -> String {
        address + (address.contains("?") ? "&" : "?") + query
    }

    /// Returns an address as far as it is sent; byte by byte, since a mark that combines would hide the sign.
    static func withoutFragment(_ address: String) -> String {
        address.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(address[..<$0]) } ?? address
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
