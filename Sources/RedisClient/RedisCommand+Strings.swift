//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisCommand {
    /// Reads a value.
    ///
    /// Reply: a bulk string, or null if the key does not exist. Source: https://redis.io/commands/get/
    package static func get(_ key: String) -> RedisCommand {
        RedisCommand("GET", [RedisArgument(key)], isReadOnly: true)
    }

    /// Reads several values.
    ///
    /// Reply: an array in the order of the keys. Source: https://redis.io/commands/mget/
    package static func mget(_ keys: [String]) -> RedisCommand {
        RedisCommand("MGET", keys.map { RedisArgument($0) }, isReadOnly: true)
    }

    /// Reads a part of a value.
    ///
    /// Reply: the bytes between two places, both included; empty without a value.
    /// Source: https://redis.io/commands/getrange/
    package static func getrange(_ key: String, from start: Int, through end: Int) -> RedisCommand {
        RedisCommand("GETRANGE", [RedisArgument(key), RedisArgument(start), RedisArgument(end)], isReadOnly: true)
    }

    /// The condition of a `SET`.
    package enum SetCondition: String, Sendable {
        /// Only if the key does not exist.
        case ifAbsent = "NX"
        /// Only if the key exists.
        case ifPresent = "XX"
    }

    /// Writes a value.
    ///
    /// Reply: `OK`, or null if the condition did not hold. Source: https://redis.io/commands/set/
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value.
    ///   - lifetime: The lifetime of the key, in whole milliseconds; `nil` for no expiry.
    ///   - condition: The condition of the write; `nil` for none.
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

    /// Increments a number by one.
    ///
    /// Reply: the new number. Source: https://redis.io/commands/incr/
    package static func incr(_ key: String) -> RedisCommand {
        RedisCommand("INCR", [RedisArgument(key)])
    }
}
