//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisCommand {
    /// Appends an entry to a stream.
    ///
    /// Reply: the entry's id. Source: https://redis.io/commands/xadd/
    package static func xadd(
        _ key: String,
        _ fields: [(String, RedisArgument)],
        id: String = "*"
    ) -> RedisCommand {
        RedisCommand("XADD", [RedisArgument(key), RedisArgument(id)] + fields.flatMap { [RedisArgument($0.0), $0.1] })
    }

    /// Reads new entries of a stream for a consumer.
    ///
    /// Reply: see ``RedisStreamEntry/entries(fromRead:)``.
    ///
    /// With `block` it needs a dedicated connection. If the task is cancelled while it waits, the server may have
    /// delivered entries to the consumer that were never read; recover them with
    /// ``xautoclaim(_:group:consumer:minimumIdle:start:count:)``.
    /// https://redis.io/commands/xreadgroup/
    ///
    /// - Parameters:
    ///   - key: The key of the stream.
    ///   - group: The consumer group.
    ///   - consumer: The consumer's name within the group.
    ///   - count: The maximum number of entries.
    ///   - block: The timeout of the wait for an entry; `nil` does not wait.
    ///   - id: `">"` for new entries, or an id for the consumer's own pending ones.
    /// - Returns: The command.
    package static func xreadgroup(
        _ key: String,
        group: String,
        consumer: String,
        count: Int? = nil,
        block: Duration? = nil,
        id: String = ">"
    ) -> RedisCommand {
        var arguments: [RedisArgument] = ["GROUP", RedisArgument(group), RedisArgument(consumer)]
        if let count {
            arguments += ["COUNT", RedisArgument(count)]
        }
        if let block {
            // BLOCK 0 waits forever, and no deadline could then distinguish a dead server from an idle stream.
            arguments += ["BLOCK", RedisArgument(max(1, block.wholeMilliseconds))]
        }
        arguments += ["STREAMS", RedisArgument(key), RedisArgument(id)]
        return RedisCommand("XREADGROUP", arguments, blockingTime: block, keyPlace: arguments.count - 2)
    }

    /// Acknowledges entries.
    ///
    /// Reply: the number of entries that were pending. Source: https://redis.io/commands/xack/
    package static func xack(_ key: String, group: String, ids: [String]) -> RedisCommand {
        RedisCommand("XACK", [RedisArgument(key), RedisArgument(group)] + ids.map { RedisArgument($0) })
    }

    /// Deletes entries of a stream.
    ///
    /// Reply: the number of deleted entries. Source: https://redis.io/commands/xdel/
    package static func xdel(_ key: String, ids: [String]) -> RedisCommand {
        RedisCommand("XDEL", [RedisArgument(key)] + ids.map { RedisArgument($0) })
    }

    /// Counts the entries of a stream.
    ///
    /// Reply: their number. Source: https://redis.io/commands/xlen/
    package static func xlen(_ key: String) -> RedisCommand {
        RedisCommand("XLEN", [RedisArgument(key)], isReadOnly: true)
    }

    /// Claims pending entries that have been idle for too long.
    ///
    /// Reply: see ``RedisStreamEntry/entries(fromAutoclaim:)``.
    ///
    /// https://redis.io/commands/xautoclaim/
    ///
    /// - Parameters:
    ///   - key: The key of the stream.
    ///   - group: The consumer group.
    ///   - consumer: The consumer that claims the entries.
    ///   - minimumIdle: The minimum idle time of a pending entry.
    ///   - start: The id to start at; then the cursor of the last reply.
    ///   - count: The maximum number of pending entries to check.
    /// - Returns: The command.
    package static func xautoclaim(
        _ key: String,
        group: String,
        consumer: String,
        minimumIdle: Duration,
        start: String = "0-0",
        count: Int? = nil
    ) -> RedisCommand {
        var arguments = [RedisArgument(key), RedisArgument(group), RedisArgument(consumer)]
        arguments += [RedisArgument(milliseconds: minimumIdle), RedisArgument(start)]
        if let count {
            arguments += ["COUNT", RedisArgument(count)]
        }
        return RedisCommand("XAUTOCLAIM", arguments)
    }

    /// Claims the given pending entries.
    ///
    /// Reply: an array of the claimed entries. Source: https://redis.io/commands/xclaim/
    ///
    /// With `justID` the reply holds only ids and the delivery count stays, which renews a consumer's own claim.
    package static func xclaim(
        _ key: String,
        group: String,
        consumer: String,
        minimumIdle: Duration,
        ids: [String],
        justID: Bool = false
    ) -> RedisCommand {
        var arguments = [RedisArgument(key), RedisArgument(group), RedisArgument(consumer)]
        arguments.append(RedisArgument(milliseconds: minimumIdle))
        arguments += ids.map { RedisArgument($0) }
        return RedisCommand("XCLAIM", arguments + (justID ? ["JUSTID"] : []))
    }

    /// Creates a consumer group, and the stream if it does not exist.
    ///
    /// Reply: `OK`, or the error `BUSYGROUP`.
    ///
    /// https://redis.io/commands/xgroup-create/
    ///
    /// - Parameters:
    ///   - key: The key of the stream.
    ///   - group: The new group.
    ///   - start: The id of the entry after which the group starts; `"0"` for all entries, `"$"` for new ones only.
    /// - Returns: The command.
    package static func xgroupCreate(_ key: String, group: String, start: String = "0") -> RedisCommand {
        RedisCommand("XGROUP CREATE", [RedisArgument(key), RedisArgument(group), RedisArgument(start), "MKSTREAM"])
    }
}
