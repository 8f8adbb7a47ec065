//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A fault of the table in the guide, with the words of its row.
enum Fault: String, CaseIterable {
    case workerKilled, workerStopped, workerSuspended, drained, supervisorKilled
    case redisKilled, redisRestarted, redisSuspended, redisSlow, redisCut
    case redisFull, redisEvicting, redisReadOnly, redisCrowded, passwordRotated, scriptsFlushed, clientsKilled
    case nodeFailedOver, slotMoved
    case diskFull
    case serverClockSetBack, serverClockSetForward, redisClockSetBack, redisClockSetForward

    /// The name of the fault.
    var name: String { words.name }
    /// The way in which the test brings it about.
    var means: String { words.means }

    private var words: (name: String, means: String) {
        switch self {
        case .workerKilled: ("worker killed", "`SIGKILL` to one of three")
        case .workerStopped: ("worker stopped", "`SIGTERM` to one of three")
        case .workerSuspended:
            ("worker suspended", "`SIGSTOP` to one of three for longer than its leases, then `SIGCONT`")
        case .drained: ("server drained", "`SIGTERM` to one of two servers behind a balancer")
        case .supervisorKilled: ("supervisor killed", "`SIGKILL` to that of one of two servers behind a balancer")
        case .redisKilled: ("Redis killed", "`SIGKILL`, with `appendfsync always`; back after a second")
        case .redisRestarted: ("Redis restarted", "`SIGTERM`, and started again at once")
        case .redisSuspended: ("Redis suspended", "`SIGSTOP` for three seconds")
        case .redisSlow: ("Redis slow", "every reply 400 ms later for three seconds, by a proxy")
        case .redisCut: ("connections cut", "closed, and refused for two seconds, by a proxy")
        case .redisFull: ("Redis full, `noeviction`", "`maxmemory` below what is used for two seconds")
        case .redisEvicting:
            ("Redis full, `allkeys-lru`", "`maxmemory` below what is used until half of the keys are evicted")
        case .redisReadOnly: ("Redis read-only", "made a replica of nobody for two seconds")
        case .redisCrowded: ("out of connections", "`maxclients 1` and all closed, for two seconds")
        case .passwordRotated: ("password rotated", "another password and all connections closed, for two seconds")
        case .scriptsFlushed: ("scripts flushed", "`SCRIPT FLUSH` twenty times, 100 ms apart")
        case .clientsKilled: ("connections killed", "`CLIENT KILL` of all, ten times, 200 ms apart")
        case .nodeFailedOver:
            ("cluster's master killed", "that of the users' keys, with `--durability replica`; its replica takes over")
        case .slotMoved: ("cluster's slot moved", "that of the user's keys, to another master, key by key")
        case .diskFull: ("disk full", "no byte more for the append-only file for two seconds")
        case .serverClockSetBack:
            ("server's clock set back", "half an hour, on one of two servers behind a balancer, for three seconds")
        case .serverClockSetForward: ("server's clock set forward", "the same, the other way")
        case .redisClockSetBack: ("Redis' clock set back", "an hour, for good")
        case .redisClockSetForward: ("Redis' clock set forward", "a minute, for good: every lease runs out at once")
        }
    }
}
