//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import NIOCore

/// The address that a client's logins are counted by.
///
/// It is a whole IPv4 address, or the first 64 bits of an IPv6 address, since providers assign at least a /64 network
/// to each customer.
struct ClientAddress: Hashable, CustomStringConvertible {
    let description: String

    /// Creates the address from that of a connection; all clients with an unknown address count as one.
    init(_ address: SocketAddress?) {
        self.init(text: address?.ipAddress)
    }

    /// Creates the address from text such as `127.0.0.1` or `::1`.
    init(text: String?) {
        guard let text, text.contains(":") else {
            description = text ?? "unknown"
            return
        }
        var bytes = [UInt8](repeating: 0, count: 16)
        unsafe inet_pton(AF_INET6, text, &bytes)
        // Sockets for both families show IPv4 addresses in their mapped form. Source: RFC 4291, section 2.5.5.2.
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11].allSatisfy { $0 == 0xFF }
        description =
            isMapped
            ? bytes[12...].map { "\($0)" }.joined(separator: ".")
            : bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }
}
