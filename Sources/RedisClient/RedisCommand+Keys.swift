//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisCommand {
    /// Deletes keys.
    ///
    /// Reply: the number of deleted keys. Source: https://redis.io/commands/del/
    package static func del(_ keys: [String]) -> RedisCommand {
        RedisCommand("DEL", keys.map { RedisArgument($0) })
    }

    /// Counts the keys that exist.
    ///
    /// Reply: their number. Source: https://redis.io/commands/exists/
    package static func exists(_ keys: [String]) -> RedisCommand {
        RedisCommand("EXISTS", keys.map { RedisArgument($0) }, isReadOnly: true)
    }

    /// Reads the remaining lifetime of a key.
    ///
    /// Reply: milliseconds, -1 without an expiry, -2 without a key. Source: https://redis.io/commands/pttl/
    package static func pttl(_ key: String) -> RedisCommand {
        RedisCommand("PTTL", [RedisArgument(key)], isReadOnly: true)
    }

    /// Sets the remaining lifetime of a key.
    ///
    /// Reply: 1, or 0 if the key does not exist. Source: https://redis.io/commands/pexpire/
    package static func pexpire(_ key: String, _ lifetime: Duration) -> RedisCommand {
        RedisCommand("PEXPIRE", [RedisArgument(key), RedisArgument(milliseconds: lifetime)])
    }

    /// Iterates over the keys.
    ///
    /// Reply: the next cursor and an array of keys. Source: https://redis.io/commands/scan/
    ///
    /// - Parameters:
    ///   - cursor: `"0"` at first, then the cursor of the last reply, until that is `"0"` again.
    ///   - pattern: A glob; escape foreign text in it with ``escapedGlob(_:)``.
    ///   - count: The approximate number of keys per call.
    /// - Returns: The command.
    package static func scan(_ cursor: String = "0", match pattern: String? = nil, count: Int? = nil) -> RedisCommand {
        var arguments = [RedisArgument(cursor)]
        if let pattern {
            arguments += ["MATCH", RedisArgument(pattern)]
        }
        if let count {
            arguments += ["COUNT", RedisArgument(count)]
        }
        return RedisCommand("SCAN", arguments, isReadOnly: true, keyPlace: nil)
    }

    /// Escapes text for a literal match in the glob of ``scan(_:match:count:)``.
    package static func escapedGlob(_ text: String) -> String {
        let special: Set<Character> = ["*", "?", "[", "]", "\\", "^", "-"]
        return text.reduce(into: "") { result, character in
            if special.contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}
