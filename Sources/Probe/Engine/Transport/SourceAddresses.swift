//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOPosix
import Synchronization

/// The addresses of this machine that connections leave from, in turn.
final class SourceAddresses: Sendable {
    private let addresses: [SocketAddress]
    private let count = Atomic(0)

    /// Takes addresses that a person gave.
    ///
    /// - Throws: ``ProbeFailure`` for a text that is no address, and for one that this machine does not have.
    init(_ texts: [String]) async throws {
        var addresses: [SocketAddress] = []
        for text in texts {
            guard let address = try? SocketAddress(ipAddress: text, port: 0) else {
                throw ProbeFailure(
                    .badTarget,
                    "--source-address takes an IP address of this machine, such as 192.0.2.7 or ::1, not `\(text)`"
                )
            }
            do {
                let channel = try await DatagramBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                    .bind(to: address).get()
                try await channel.close()
            } catch {
                throw ProbeFailure(.badTarget, "--source-address \(text) is no address of this machine")
            }
            addresses.append(address)
        }
        self.addresses = addresses
    }

    /// True if the system chooses.
    var isEmpty: Bool { addresses.isEmpty }

    /// Returns the next address; of the same family as the destination where there is one and it is known.
    func next(to destination: SocketAddress?) -> SocketAddress? {
        let fitting = destination.map { destination in addresses.filter { $0.protocol == destination.protocol } }
        let choice = fitting.map { $0.isEmpty ? addresses : $0 } ?? addresses
        guard !choice.isEmpty else { return nil }
        return choice[count.wrappingAdd(1, ordering: .relaxed).oldValue % choice.count]
    }
}
