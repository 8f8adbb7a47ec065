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
        if component.utf8.allSatisfy(isUnreserved) { return component }
        let kept = Array(kept.utf8)
        var escaped: [UInt8] = []
        escaped.reserveCapacity(3 * component.utf8.count)
        for byte in component.utf8 {
            if isUnreserved(byte) || kept.contains(byte) {
                escaped.append(byte)
            } else {
                escaped += "%\(byte.hexadecimal().uppercased())".utf8
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// Adds parameters, escaped before, to the query of an address.
    package static func append(_ query: String, to address: String) -> String {
        address + (address.contains("?") ? "&" : "?") + query
    }

    /// Returns an address as far as it is sent; byte by byte, since a mark that combines would hide the sign.
    static func withoutFragment(_ address: String) -> String {
        address.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(address[..<$0]) } ?? address
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
