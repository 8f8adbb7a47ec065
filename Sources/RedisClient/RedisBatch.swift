//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore

/// A batch of pipelined commands: formatted and written at once, with one reply each in the same order.
struct RedisBatch: Sendable {
    /// The commands in the Redis protocol.
    let bytes: ByteBuffer
    /// The number of replies that the server owes.
    let replyCount: Int
    /// A flag that is true if all commands are read-only.
    let isReadOnly: Bool
    /// The time for which the server may block before it replies.
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
        replyCount = commands.count
        isReadOnly = commands.allSatisfy(\.isReadOnly)
        let blockingTimes = commands.compactMap(\.blockingTime)
        blockingTime = blockingTimes.isEmpty ? nil : blockingTimes.reduce(.zero, +)
    }
}
