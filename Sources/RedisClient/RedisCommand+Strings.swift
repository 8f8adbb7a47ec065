//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisCommand {
    /// Reads a value.
    ///
    /// Reply: bulk string, or null if there is none. Source: https://redis.io/commands/get/
    package static func get(_ key: String) -> RedisCommand {
        RedisCommand("GET", [RedisArgument(key)], isReadOnly: true)
    }

    /// Reads several values.
    ///
    /// Reply: an array in the order of the keys. Source: https://redis.io/commands/mget/
    package static func mget(_ keys: [String]) -> RedisCommand {
        RedisCommand("MGET", keys.map { RedisArgument($0) }, isReadOnly: true)
    }

    /// When `SET` writes.
    package enum SetCondition: String, Sendable {
        /// Only if the key is not there.
        case ifAbsent = "NX"
        /// Only if the key is there.
        case ifPresent = "XX"
    }

    /// Writes a value.
    ///
    /// Reply: `OK`, or null if the condition did not hold. Source: https://redis.io/commands/set/
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value.
    ///   - lifetime: How long the key lives, in whole milliseconds; `nil` for ever.
    ///   - condition: When to write; `nil` always.
    /// - Returns: The command.
    package static func set(
        _ key: String,
        _ value: RedisArgument,
        lifetime: Duration? = nil,
        condition: SetCondition? = nil
    ) -> RedisCommand {
        var arguments = [RedisArgument(key), value]
        if let lifetime {
            arguments += ["PX", RedisArgument(milliseconds: lifetime)]
        }
        if let condition {
            arguments.append(RedisArgument(condition.rawValue))
        }
        return RedisCommand("SET", arguments)
    }

    /// Counts up by one.
    ///
    /// Reply: the new number. Source: https://redis.io/commands/incr/
    package static func incr(_ key: String) -> RedisCommand {
        RedisCommand("INCR", [RedisArgument(key)])
    }
}
