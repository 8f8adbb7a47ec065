//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport

/// Readable JSON, in which control and invisible characters are escaped.
enum PlainJSON {
    /// Encodes a value: sorted keys, one field a line, a line feed at the end; equal values give equal bytes.
    ///
    /// JSON itself requires escapes for a few characters only; a direction mark in a deployment's response would
    /// reorder the report in a terminal or an editor. Parsed as JSON, the text is the same.
    ///
    /// Source: RFC 8259 §7.
    ///
    /// - Throws: `EncodingError`, for a non-finite number.
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Data("\(escaped(String(decoding: try encoder.encode(value), as: UTF8.self)))\n".utf8)
    }

    /// Escapes these characters: they occur in strings only, where an escape is valid; the line feeds are the
    /// encoder's.
    private static func escaped(_ json: String) -> String {
        func isKept(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar.isHarmless }
        guard !json.unicodeScalars.allSatisfy(isKept) else { return json }
        var escaped = ""
        for scalar in json.unicodeScalars {
            if isKept(scalar) {
                escaped.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    escaped += "\\u" + unit.hexadecimal()
                }
            }
        }
        return escaped
    }
}
