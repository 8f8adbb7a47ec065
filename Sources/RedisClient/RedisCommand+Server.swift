//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisCommand {
    /// Checks that the server responds.
    ///
    /// Reply: `PONG`. Source: https://redis.io/commands/ping/
    package static var ping: RedisCommand { RedisCommand("PING", isReadOnly: true) }

    /// Reads the server's clock.
    ///
    /// Reply: seconds and microseconds as strings. Source: https://redis.io/commands/time/
    package static var time: RedisCommand { RedisCommand("TIME", isReadOnly: true) }

    /// Counts the keys of the database.
    ///
    /// Reply: their number. Source: https://redis.io/commands/dbsize/
    package static var dbsize: RedisCommand { RedisCommand("DBSIZE", isReadOnly: true) }

    /// Reads settings of the server by name.
    ///
    /// Reply: names and values in turn. Source: https://redis.io/commands/config-get/
    package static func configGet(_ names: [String]) -> RedisCommand {
        RedisCommand("CONFIG GET", names.map { RedisArgument($0) }, isReadOnly: true, keyPlace: nil)
    }

    /// Runs a script by its digest. https://redis.io/commands/evalsha/
    static func evalsha(_ script: RedisScript, keys: [String], arguments: [RedisArgument]) -> RedisCommand {
        let words = [RedisArgument(script.digest), RedisArgument(keys.count)] + keys.map { RedisArgument($0) }
        return RedisCommand(
            "EVALSHA",
            words + arguments,
            isReadOnly: script.isReadOnly,
            keyPlace: keys.isEmpty ? nil : 2
        )
    }

    /// Runs a script by its source, which the server caches. https://redis.io/commands/eval/
    static func eval(_ script: RedisScript, keys: [String], arguments: [RedisArgument]) -> RedisCommand {
        let words = [RedisArgument(script.source), RedisArgument(keys.count)] + keys.map { RedisArgument($0) }
        return RedisCommand(
            "EVAL",
            words + arguments,
            isReadOnly: script.isReadOnly,
            keyPlace: keys.isEmpty ? nil : 2
        )
    }

    /// Loads a script into the server's cache.
    ///
    /// Reply: the script's digest. Source: https://redis.io/commands/script-load/
    package static func scriptLoad(_ script: RedisScript) -> RedisCommand {
        RedisCommand("SCRIPT LOAD", [RedisArgument(script.source)], keyPlace: nil)
    }

    /// Authenticates the connection; without a user name, as the default user. https://redis.io/commands/auth/
    static func auth(user: String?, password: String) -> RedisCommand {
        RedisCommand("AUTH", (user.map { [RedisArgument($0)] } ?? []) + [RedisArgument(password)], keyPlace: nil)
    }

    /// Selects the connection's database. https://redis.io/commands/select/
    static func select(_ database: Int) -> RedisCommand {
        RedisCommand("SELECT", [RedisArgument(database)], keyPlace: nil)
    }

    /// Sets the connection's name in `CLIENT LIST`. https://redis.io/commands/client-setname/
    static func clientSetName(_ name: String) -> RedisCommand {
        RedisCommand("CLIENT SETNAME", [RedisArgument(name)], keyPlace: nil)
    }

    /// Reads the role of the server.
    ///
    /// Reply: an array that begins with `master` or `slave`. https://redis.io/commands/role/
    package static var role: RedisCommand { RedisCommand("ROLE", isReadOnly: true) }

    /// Waits until replicas have the writes of this connection, and all before them.
    ///
    /// Reply: the number of replicas that have them. https://redis.io/docs/latest/commands/wait/
    package static func wait(replicas: Int, within patience: Duration) -> RedisCommand {
        // A timeout of 0 waits forever.
        let time = RedisArgument(max(1, patience.wholeMilliseconds))
        return RedisCommand("WAIT", [RedisArgument(replicas), time], blockingTime: patience, keyPlace: nil)
    }

    /// Waits until the append-only files of this server and of replicas have the writes of this connection on disk.
    ///
    /// Reply: the number of servers, this one and replicas. https://redis.io/docs/latest/commands/waitaof/
    package static func waitaof(local: Int, replicas: Int, within patience: Duration) -> RedisCommand {
        let time = RedisArgument(max(1, patience.wholeMilliseconds))
        let words = [RedisArgument(local), RedisArgument(replicas), time]
        return RedisCommand("WAITAOF", words, blockingTime: patience, keyPlace: nil)
    }

    /// Reads the slots of a cluster with their nodes. https://redis.io/commands/cluster-slots/
    static var clusterSlots: RedisCommand { RedisCommand("CLUSTER SLOTS", isReadOnly: true) }

    /// Lets the next command on the connection use a slot that is still on its way to the node.
    /// https://redis.io/commands/asking/
    static var asking: RedisCommand { RedisCommand("ASKING", isReadOnly: true) }

    /// Reads the address of a master that Sentinels know by its name.
    ///
    /// Reply: host and port, or null. https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
    static func sentinelMaster(_ name: String) -> RedisCommand {
        RedisCommand("SENTINEL GET-MASTER-ADDR-BY-NAME", [RedisArgument(name)], isReadOnly: true, keyPlace: nil)
    }
}
