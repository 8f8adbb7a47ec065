//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOPosix

/// Where to listen: a host or address, and a port; port 0 takes a free one.
package struct ListeningAddress: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The host's name or address.
    package var host: String
    /// The port.
    package var port: Int

    /// Names an address.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// The address as a URL would have it.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Makes sure that nobody else listens here.
    ///
    /// Workers share their port, so another server of the same user would go unnoticed and take half of the requests.
    ///
    /// - Throws: ``ServerError`` when somebody does.
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
