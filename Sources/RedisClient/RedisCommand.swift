//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis

/// A Redis command: its words, and the properties that decide how it may be sent.
package struct RedisCommand: Sendable, Hashable {
    /// The words as they are sent; the first ones are the name.
    package private(set) var words: RESPCommand
    /// The name for errors and logs, such as `XGROUP CREATE`, without arguments.
    package let name: String
    /// A flag that is true if the command changes nothing, so that it may be retried after a lost reply.
    package let isReadOnly: Bool
    /// The time for which the server may block before it replies; `nil` for commands that do not block.
    ///
    /// A blocking command delays all commands behind it, so it needs a dedicated connection.
    package let blockingTime: Duration?
    /// The first key, by which a cluster finds the node; `nil` for a command of any node.
    let key: RedisArgument?

    /// Creates a command.
    ///
    /// - Parameters:
    ///   - name: The name; several words, as in `CLIENT SETNAME`, are separated by one space.
    ///   - arguments: The arguments after the name.
    ///   - isReadOnly: A flag that is true if the command changes nothing.
    ///   - blockingTime: The time for which the server may block before it replies.
    ///   - keyPlace: The place of the first key among the arguments; `nil` for a command without keys.
    package init(
        _ name: String,
        _ arguments: [RedisArgument] = [],
        isReadOnly: Bool = false,
        blockingTime: Duration? = nil,
        keyPlace: Int? = 0
    ) {
        self.name = name
        self.isReadOnly = isReadOnly
        self.blockingTime = blockingTime
        key = keyPlace.flatMap { arguments.indices.contains($0) ? arguments[$0] : nil }
        words = RESPCommand()
        for word in name.split(separator: " ") {
            words.append(word.utf8)
        }
        for argument in arguments {
            words.append(argument.bytes)
        }
    }
}
