//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Probe

/// The address that the page of a watch is served at.
package struct ListeningPlace: Sendable, Hashable {
    /// The host to listen on.
    package let host: String
    /// The port; 0 for a free one.
    package let port: Int

    /// Reads an address such as `127.0.0.1:9464` or `[::1]:9464`.
    ///
    /// - Throws: ``ProbeFailure`` with advice in one line.
    package init(_ text: String) throws(ProbeFailure) {
        let problem = ProbeFailure(
            .badTarget,
            "--listen takes a host and a port, such as 127.0.0.1:9464 or [::1]:9464, not `\(text)`"
        )
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw problem }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            throw problem
        }
        guard !host.isEmpty else { throw problem }
        self.host = host
        self.port = port
    }
}
