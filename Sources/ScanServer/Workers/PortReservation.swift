//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import NIOCore

/// A reservation of the workers' shared port for times when none of them listens.
///
/// Its socket is bound with `SO_REUSEPORT` like those of the workers, but does not listen: it gets no connections, and
/// keeps other programs from taking the port while workers start or restart.
final class PortReservation: Sendable {
    /// The actual port, also if port 0 was requested.
    let port: Int
    private let descriptor: CInt

    /// Reserves the port of an address, or a free one for port 0.
    ///
    /// - Throws: ``ServerError`` if the address cannot be bound.
    init(_ address: ListeningAddress) throws {
        let place = try SocketAddress.makeAddressResolvingHost(address.host, port: address.port)
        let socket = socket(place.protocol.rawValue, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        descriptor = socket
        // Binding fails without `SO_REUSEADDR` while old connections of a previous server are still closing. It is only
        // the second choice, since other programs that set it could take the port.
        guard Self.bind(socket, to: place, sharing: SO_REUSEPORT) || Self.bind(socket, to: place, sharing: SO_REUSEADDR)
        else {
            let error = IOError(errnoCode: errno, reason: "bind")
            close(socket)
            throw ServerError.cannotListen(on: address, because: error)
        }
        port = Self.port(of: socket) ?? address.port
    }

    private static func bind(_ socket: CInt, to place: SocketAddress, sharing option: CInt) -> Bool {
        var on: CInt = 1
        unsafe setsockopt(socket, SOL_SOCKET, option, &on, socklen_t(MemoryLayout<CInt>.size))
        return unsafe place.withSockAddr { unsafe Glibc.bind(socket, $0, socklen_t($1)) } == 0
    }

    private static func port(of socket: CInt) -> Int? {
        var name = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = unsafe withUnsafeMutableBytes(of: &name) { bytes in
            unsafe getsockname(socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        guard status == 0 else { return nil }
        // The port has the same offset in both address families, in network byte order.
        return unsafe withUnsafeBytes(of: &name) { unsafe Int($0[2]) << 8 | Int($0[3]) }
    }

    deinit { close(descriptor) }
}
