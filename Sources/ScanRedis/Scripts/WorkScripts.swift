//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The scripts of a worker: lease, renew, write, finish, leave, hand back.
///
/// Renewing, writing, finishing and handing back are fenced by the value of the lease.
enum WorkScripts {
    /// Takes the lease of a scan.
    ///
    /// Returns `{'leased', attempt, handed_back, entry}`; `{'held'}` if another lease is active; `{'gone'}` if the
    /// entry no longer exists, after removing the message from the queue.
    static let lease = LuaScript<ScanKey, LeaseArgument>(
        PackageResources.lease_lua,
        keys: [.result, .active, .lifecycle, .queue]
    )

    /// Extends the lease, the entry and the lookup keys, and resets the message's idle time.
    static let renew = LuaScript<ScanKey, RenewArgument>(
        PackageResources.renew_lua,
        calling: [.writeLookups],
        keys: [.result, .lookup, .index, .latest, .scans, .slot, .active, .lifecycle, .queue]
    )

    /// Writes an entry of a running scan, or finishes the scan.
    static let write = LuaScript<ScriptKey<DayKey>, WriteArgument>(
        PackageResources.write_lua,
        calling: [.writeLookups],
        keys: [
            .scan(.result), .scan(.lookup), .scan(.index), .scan(.latest), .scan(.scans), .scan(.slot), .scan(.active),
            .scan(.lifecycle), .scan(.queue), .other(.statistics), .other(.errors),
        ]
    )

    /// Queues the messages again that a consumer still has, releases its leases of them, and removes the consumer.
    static let leave = LuaScript<QueueKey, LeaveArgument>(PackageResources.leave_lua, keys: [.queue])

    /// Releases the lease and queues the scan again.
    static let handBack = LuaScript<ScanKey, HandBackArgument>(
        PackageResources.hand_back_lua,
        keys: [.active, .lifecycle, .queue]
    )

    /// The keys of a day's counters.
    enum DayKey: String, LuaSlot {
        case statistics, errors
    }

    /// The key of the queue, for a script that is about no scan.
    enum QueueKey: String, LuaSlot {
        case queue
    }

    /// The arguments of ``lease``.
    enum LeaseArgument: String, LuaSlot, CaseIterable {
        case worker, lease
        case lifecycleTTL = "lifecycle_ttl"
        case group, message
    }

    /// The arguments of ``renew``.
    enum RenewArgument: String, LuaSlot, CaseIterable {
        case cacheKey = "cache_key"
        case scan, held, lease
        case entryTTL = "entry_ttl"
        case lookupTTL = "lookup_ttl"
        case started
        case lifecycleTTL = "lifecycle_ttl"
        case group, worker, message
    }

    /// The arguments of ``write``.
    enum WriteArgument: String, LuaSlot, CaseIterable {
        case cacheKey = "cache_key"
        case scan, held, entry
        case entryTTL = "entry_ttl"
        case lookupTTL = "lookup_ttl"
        case started
        case lifecycleTTL = "lifecycle_ttl"
        /// Empty for a running scan, otherwise the final state; then slot, statistics and queue change as well.
        case final
        case group, message, opportunities, strategies, elapsed
        case dayTTL = "day_ttl"
        case now
    }

    /// The arguments of ``leave``.
    enum LeaveArgument: String, LuaSlot, CaseIterable {
        case group, worker
        case lifecyclePrefix = "lifecycle_prefix"
        case activePrefix = "active_prefix"
    }

    /// The arguments of ``handBack``.
    enum HandBackArgument: String, LuaSlot, CaseIterable {
        case cacheKey = "cache_key"
        case held, group, message
    }
}
