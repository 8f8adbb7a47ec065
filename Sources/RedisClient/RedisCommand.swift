//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis

/// A command of Redis: its words, and what the client must know to send it safely.
package struct RedisCommand: Sendable, Hashable {
    /// The words in the order of the wire; the first ones are the name.
    package private(set) var words: RESPCommand
    /// The name for errors and logs, such as `XGROUP CREATE`; never an argument.
    package let name: String
    /// Whether the command changes nothing, so that it may be sent again when its reply got lost.
    package let isReadOnly: Bool
    /// How long the server may hold back its reply; `nil` for the many commands that are answered at once.
    ///
    /// A blocking command holds up everything behind it, so it belongs on a dedicated connection.
    package let blockingTime: Duration?

    /// Creates a command.
    ///
    /// - Parameters:
    ///   - name: The name; several words, as in `CLIENT SETNAME`, are separated by one space.
    ///   - arguments: The words after the name.
    ///   - isReadOnly: Whether the command changes nothing.
    ///   - blockingTime: How long the server may hold back its reply.
    package init(
        _ name: String,
        _ arguments: [RedisArgument] = [],
        isReadOnly: Bool = false,
        blockingTime: Duration? = nil
    ) {
        self.name = name
        self.isReadOnly = isReadOnly
        self.blockingTime = blockingTime
        self.words = RESPCommand()
        for word in name.split(separator: " ") {
            self.words.append(word.utf8)
        }
        for argument in arguments {
            self.words.append(argument.bytes)
        }
    }
}
