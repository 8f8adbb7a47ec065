//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// Links in responses.
enum Link {
    /// Resolves a link according to RFC 3986 §5.
    ///
    /// - Returns: The absolute URL, or `nil` for an invalid link.
    static func resolve(_ link: String, from url: String) -> String? {
        guard let from = URL(string: url), let resolved = URL(string: link, relativeTo: from)?.absoluteURL,
            resolved.scheme != nil, resolved.host() != nil
        else { return nil }
        return resolved.absoluteString
    }

    /// Returns true if two absolute URLs have the same scheme, host and port, and neither carries credentials.
    static func haveSameOrigin(_ one: String, _ other: String) -> Bool {
        guard let one = URL(string: one), let other = URL(string: other), one.user() == nil, other.user() == nil,
            let scheme = one.scheme?.lowercased(), let host = one.host()?.lowercased()
        else { return false }
        return scheme == other.scheme?.lowercased() && host == other.host()?.lowercased()
            && port(one) == port(other)
    }

    /// Returns the origin of an address, such as `https://files.example.com:8443`; `nil` when it has none.
    static func origin(of address: String) -> String? {
        guard let url = URL(string: address), let scheme = url.scheme?.lowercased(),
            let host = url.host()?.lowercased(),
            ["http", "https"].contains(scheme), !host.isEmpty
        else { return nil }
        let port = url.port.map { ":\($0)" } ?? ""
        return "\(scheme)://\(host)\(port)"
    }

    private static func port(_ url: URL) -> Int {
        url.port ?? (url.scheme?.lowercased() == "https" ? 443 : 80)
    }
}
