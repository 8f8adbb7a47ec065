//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport

/// The byte strings by which a secret is known in a text, apart from escapes of single characters.
///
/// The secret itself with its characters composed and decomposed, in lower case, as names of headers and hosts are
/// written, and what base64 makes of it at each of the three places where it may begin in a longer text.
enum SecretForms {
    /// The forms of a secret.
    static func of(_ secret: String) -> Set<[UInt8]> {
        let written = [
            secret, secret.composed, secret.decomposed, secret.lowercased(),
        ]
        let encoded = (0..<3).flatMap { offset -> [String] in
            let usual = Self.base64(secret, at: offset)
            return [usual, usual.replacing("+", with: "-").replacing("/", with: "_")]
        }
        return Set((written + encoded).map { Array($0.utf8) })
    }

    /// The characters of base64 that a secret alone decides when that many bytes stand before it.
    ///
    /// Source: RFC 4648 §4: a character for each six bits.
    private static func base64(_ secret: String, at offset: Int) -> String {
        let bytes = [UInt8](repeating: 0, count: offset) + Array(secret.utf8)
        let text = Data(bytes).base64EncodedString()
        let first = (offset * 8 + 5) / 6
        return String(text.prefix(bytes.count * 8 / 6).dropFirst(first))
    }
}
