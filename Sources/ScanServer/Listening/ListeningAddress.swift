//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import NIOCore
import NIOPosix

/// An address to listen on: host and port; port 0 takes a free one.
package struct ListeningAddress: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The host name or IP address.
    package var host: String
    /// The port.
    package var port: Int

    /// Creates an address.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Creates an address from its text; `nil` for anything but a host and a port with a colon between them.
    ///
    /// - Parameter text: The text, with brackets around an IPv6 host.
    init?(_ text: String) {
        guard let place = HostAndPort(text) else { return nil }
        self.init(host: place.host, port: place.port)
    }

    /// The address in URL syntax, with brackets around an IPv6 host.
    package var description: String { HostAndPort(host: host, port: port).description }

    /// Checks that no other process listens on this address.
    ///
    /// Workers share their port, so another server of the same user would go unnoticed and take half of the requests.
    ///
    /// - Throws: ``ServerError`` if the address is in use.
    func checkFree() async throws {
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port)
                .get()
            try await channel.close()
        } catch {
            throw ServerError.cannotListen(on: self, because: error)
        }
    }
}
