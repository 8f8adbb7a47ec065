//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore

/// Commands that travel together: formatted once, written at once, answered by as many replies in the same order.
struct RedisBatch: Sendable {
    /// The commands in the protocol.
    let bytes: ByteBuffer
    /// How many replies the server owes.
    let replyCount: Int
    /// Whether all commands change nothing.
    let isReadOnly: Bool
    /// How long the server may hold back the replies.
    let blockingTime: Duration?

    init(_ commands: [RedisCommand]) throws(RedisError) {
        var bytes = ByteBuffer()
        for command in commands {
            do throws(RESPProtocolError) {
                _ = try command.words.withFormatted { bytes.writeBytes($0) }
            } catch {
                throw RedisError(.commandTooLarge, "\(command.name): \(error)", outcome: .notSent)
            }
        }
        self.bytes = bytes
        self.replyCount = commands.count
        self.isReadOnly = commands.allSatisfy(\.isReadOnly)
        let blockingTimes = commands.compactMap(\.blockingTime)
        self.blockingTime = blockingTimes.isEmpty ? nil : blockingTimes.reduce(.zero, +)
    }
}
