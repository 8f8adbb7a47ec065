//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization

/// Free TCP ports for test servers.
package enum FreePort {
    /// The ports that are tried: none that the system gives to a client of its own choice, which may take one at any time.
    ///
    /// Source: Linux, `net.ipv4.ip_local_port_range`, 32768 to 60999 unless it is set otherwise.
    private static let range = 10_240..<32_768
    private static let given = Mutex<Set<Int>>([])

    /// Returns a port that is free on 127.0.0.1; each is given once in a process.
    package static func choose() throws -> Int {
        for _ in 0..<1000 {
            let port = Int.random(in: range)
            guard given.withLock({ $0.insert(port).inserted }), isFree(port) else { continue }
            return port
        }
        throw RedisServerFailure("no free port from \(range.lowerBound) on")
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
