//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A PEM document: one base64 object between a line that begins it and one that ends it.
///
/// Source: RFC 7468, *Textual Encodings of PKIX, PKCS, and CMS Structures*.
struct PEMDocument {
    /// The label of the object, such as `PRIVATE KEY`.
    let label: String
    /// The object.
    let bytes: Data

    /// Finds the first object in a text; `nil` when there is none, or its end is missing.
    init?(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        guard let begin = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("-----") }) else {
            return nil
        }
        let label = String(lines[begin].dropFirst("-----BEGIN ".count).dropLast("-----".count))
        guard let end = lines[begin...].firstIndex(of: "-----END \(label)-----"),
            let bytes = Data(base64Encoded: lines[(begin + 1)..<end].joined())
        else { return nil }
        self.label = label
        self.bytes = bytes
    }
}
