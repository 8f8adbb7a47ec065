//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisCommand {
    /// Reads all fields of a hash.
    ///
    /// Reply: an array of alternating fields and values. Source: https://redis.io/commands/hgetall/
    package static func hgetall(_ key: String) -> RedisCommand {
        RedisCommand("HGETALL", [RedisArgument(key)], isReadOnly: true)
    }

    /// Reads one field of a hash.
    ///
    /// Reply: bulk string or null. Source: https://redis.io/commands/hget/
    package static func hget(_ key: String, _ field: String) -> RedisCommand {
        RedisCommand("HGET", [RedisArgument(key), RedisArgument(field)], isReadOnly: true)
    }

    /// Writes fields of a hash.
    ///
    /// Reply: the number of new fields. Source: https://redis.io/commands/hset/
    package static func hset(_ key: String, _ fields: [(String, RedisArgument)]) -> RedisCommand {
        RedisCommand("HSET", [RedisArgument(key)] + fields.flatMap { [RedisArgument($0.0), $0.1] })
    }

    /// Adds members to a sorted set.
    ///
    /// Reply: the number of new members. Source: https://redis.io/commands/zadd/
    package static func zadd(_ key: String, _ members: [(score: Double, member: String)]) -> RedisCommand {
        let pairs = members.flatMap { [RedisArgument($0.score), RedisArgument($0.member)] }
        return RedisCommand("ZADD", [RedisArgument(key)] + pairs)
    }

    /// Removes members of a sorted set.
    ///
    /// Reply: the number of removed members. Source: https://redis.io/commands/zrem/
    package static func zrem(_ key: String, _ members: [String]) -> RedisCommand {
        RedisCommand("ZREM", [RedisArgument(key)] + members.map { RedisArgument($0) })
    }

    /// Reads members by rank; negative ranks count from the end.
    ///
    /// Reply: an array. Source: https://redis.io/commands/zrange/
    ///
    /// - Parameters:
    ///   - key: The key of the sorted set.
    ///   - ranks: The first and the last rank, both included.
    ///   - isReversed: A flag that puts the highest score first.
    /// - Returns: The command.
    package static func zrange(_ key: String, _ ranks: ClosedRange<Int>, isReversed: Bool = false) -> RedisCommand {
        self.zrange(key, from: ranks.lowerBound, through: ranks.upperBound, isReversed: isReversed)
    }

    /// Reads members by rank; `-1` is the last one.
    ///
    /// Reply: an array. Source: https://redis.io/commands/zrange/
    package static func zrange(
        _ key: String,
        from start: Int,
        through end: Int,
        isReversed: Bool = false
    ) -> RedisCommand {
        let arguments = [RedisArgument(key), RedisArgument(start), RedisArgument(end)]
        return RedisCommand("ZRANGE", arguments + (isReversed ? ["REV"] : []), isReadOnly: true)
    }

    /// Removes members by score.
    ///
    /// Reply: the number of removed members. Source: https://redis.io/commands/zremrangebyscore/
    ///
    /// - Parameters:
    ///   - key: The key of the sorted set.
    ///   - minimum: The lowest score, inclusive; `-.infinity` for no bound.
    ///   - maximum: The highest score, inclusive.
    /// - Returns: The command.
    package static func zremrangebyscore(_ key: String, _ minimum: Double, _ maximum: Double) -> RedisCommand {
        RedisCommand("ZREMRANGEBYSCORE", [RedisArgument(key), RedisArgument(minimum), RedisArgument(maximum)])
    }
}
