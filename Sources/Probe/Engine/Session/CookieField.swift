//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The cookies in a header field.
enum CookieField {
    /// Returns the names and values of the cookies in a field, without their attributes.
    ///
    /// Several fields of an answer are joined with commas, which dates have as well: what follows those is no pair.
    ///
    /// - Parameters:
    ///   - field: The field's value.
    ///   - separator: The sign between cookies: a comma in `Set-Cookie`, a semicolon in `Cookie`.
    /// - Returns: The pairs, in the order of the field.
    static func pairs(in field: String, separator: Character = ",") -> [(name: String, value: String)] {
        field.split(separator: separator).compactMap { part in
            let pair = part.drop(while: \.isWhitespace).prefix { $0 != ";" }
            guard let sign = pair.firstIndex(of: "="), sign > pair.startIndex else { return nil }
            let name = pair[..<sign]
            guard !name.contains(where: \.isWhitespace) else { return nil }
            return (String(name), String(pair[pair.index(after: sign)...]))
        }
    }
}
