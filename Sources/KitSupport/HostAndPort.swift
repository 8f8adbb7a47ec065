//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A host and a port as people write them, such as `127.0.0.1:9464` or `[::1]:9464`.
package struct HostAndPort: Sendable, Hashable, CustomStringConvertible {
    /// The host, without brackets.
    package let host: String
    /// The port; 0 for a free one.
    package let port: Int

    /// Creates a place.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Creates a place from its text; `nil` for anything but a host and a port with a colon between them.
    ///
    /// - Parameter text: The text, with brackets around an IPv6 host.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "[" || $0 == "]" }) else {
            return nil
        }
        self.init(host: String(host), port: Int(port))
    }

    /// The text, with brackets around an IPv6 host.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
