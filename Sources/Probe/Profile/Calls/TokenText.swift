//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension String {
    /// Returns this text, such as `Bearer {token}`, with a token in its place.
    ///
    /// Each request has one: the usual form is filled in by bytes, since the library's search goes by characters.
    package func carrying(_ token: String) -> String {
        let place = "{token}"
        guard let start = utf8.firstIndex(of: UInt8(ascii: "{")), utf8[start...].starts(with: place.utf8) else {
            return replacing(place, with: token)
        }
        let rest = self[start...].utf8.dropFirst(place.utf8.count)
        guard !rest.contains(UInt8(ascii: "{")) else { return replacing(place, with: token) }
        return String(self[..<start]) + token + String(Substring(rest))
    }
}
