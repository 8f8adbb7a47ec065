//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient

/// The scripts of a worker: lease, renew, write, finish, leave, hand back.
///
/// Renewing, writing, finishing and handing back are fenced by the value of the lease.
enum WorkScripts {
    /// Takes the lease of a scan.
    ///
    /// Returns `{'leased', attempt, handed_back, entry}`; `{'held'}` if another lease is active; `{'gone'}` if the
    /// entry no longer exists, after removing the message from the queue.
    static let lease = RedisScript(
        """
        local result, active, lifecycle, queue = unpack(KEYS)
        local worker, lease, lifecycle_ttl, group, message = unpack(ARGV)
        local entry = redis.call('GET', result)
        if not entry then
          redis.call('XACK', queue, group, message)
          redis.call('XDEL', queue, message)
          return {'gone'}
        end
        if redis.call('EXISTS', active) == 1 then return {'held'} end
        local attempt = redis.call('HINCRBY', lifecycle, 'attempts', 1)
        local handed_back = tonumber(redis.call('HGET', lifecycle, 'handed_back') or '0')
        local time = redis.call('TIME')
        redis.call('HSETNX', lifecycle, 'scanning', string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
        redis.call('PEXPIRE', lifecycle, lifecycle_ttl)
        redis.call('SET', active, worker .. ':' .. attempt, 'PX', lease)
        return {'leased', attempt, handed_back, entry}
        """
    )

    /// Extends the lease, the entry and the lookup keys, and resets the message's idle time.
    static let renew = RedisScript(
        LuaFragments.lookups + """
            local result, lookup, index, latest, scans, slot, active, lifecycle, queue = unpack(KEYS)
            local cache_key, scan, held, lease, entry_ttl, lookup_ttl, started, lifecycle_ttl, group, worker,
              message = unpack(ARGV)
            if redis.call('GET', active) ~= held then return 0 end
            redis.call('PEXPIRE', active, lease)
            redis.call('PEXPIRE', result, entry_ttl)
            lookups(lookup, index, latest, scans, cache_key, started, lookup_ttl)
            redis.call('PEXPIRE', lifecycle, lifecycle_ttl)
            if redis.call('GET', slot) == scan then redis.call('PEXPIRE', slot, lookup_ttl) end
            redis.call('XCLAIM', queue, group, worker, 0, message, 'JUSTID')
            return 1
            """
    )

    /// Writes an entry of a running scan, or finishes the scan.
    ///
    /// `final` is empty for a running scan, otherwise the final state; then it updates slot, statistics and queue.
    static let write = RedisScript(
        LuaFragments.lookups + """
            local result, lookup, index, latest, scans, slot, active, lifecycle, queue, statistics, errors =
              unpack(KEYS)
            local cache_key, scan, held, entry, entry_ttl, lookup_ttl, started, lifecycle_ttl, final, group, message,
              opportunities, strategies, elapsed, day_ttl, now = unpack(ARGV)
            if redis.call('GET', active) ~= held then return 0 end
            lookups(lookup, index, latest, scans, cache_key, started, lookup_ttl)
            redis.call('SET', result, entry, 'PX', entry_ttl)
            local slot_ttl = lookup_ttl
            if final ~= '' then
              slot_ttl = entry_ttl
              redis.call('HSET', lifecycle, 'state', final, final, now)
              redis.call('XACK', queue, group, message)
              redis.call('XDEL', queue, message)
              redis.call('DEL', active)
              redis.call('HINCRBY', statistics, 'total_scans', 1)
              if final == 'complete' then redis.call('HINCRBY', statistics, 'successful_scans', 1) end
              redis.call('HINCRBY', statistics, 'total_opportunities', opportunities)
              redis.call('HINCRBY', statistics, 'total_strategies', strategies)
              redis.call('HINCRBY', statistics, 'execution_time_ms', elapsed)
              redis.call('HSET', statistics, 'latest_scan', scan, 'latest_state', final, 'latest_at', now)
              redis.call('PEXPIRE', statistics, day_ttl)
              if final == 'failed' then
                redis.call('INCR', errors)
                redis.call('PEXPIRE', errors, day_ttl)
              end
            end
            redis.call('PEXPIRE', lifecycle, lifecycle_ttl)
            if redis.call('GET', slot) == scan then redis.call('PEXPIRE', slot, slot_ttl) end
            return 1
            """
    )

    /// Queues the messages again that a consumer read but did not lease, and removes the consumer.
    static let leave = RedisScript(
        """
        local queue = KEYS[1]
        local group, worker = unpack(ARGV)
        local pending = redis.call('XPENDING', queue, group, '-', '+', 1000, worker)
        for _, entry in ipairs(pending) do
          local message = redis.call('XRANGE', queue, entry[1], entry[1])[1]
          if message then redis.call('XADD', queue, '*', unpack(message[2])) end
          redis.call('XACK', queue, group, entry[1])
          redis.call('XDEL', queue, entry[1])
        end
        redis.call('XGROUP', 'DELCONSUMER', queue, group, worker)
        return #pending
        """
    )

    /// Releases the lease and queues the scan again.
    static let handBack = RedisScript(
        """
        local active, lifecycle, queue = unpack(KEYS)
        local cache_key, held, group, message = unpack(ARGV)
        if redis.call('GET', active) ~= held then return 0 end
        redis.call('DEL', active)
        redis.call('HINCRBY', lifecycle, 'handed_back', 1)
        redis.call('XADD', queue, '*', 'cache_key', cache_key)
        redis.call('XACK', queue, group, message)
        redis.call('XDEL', queue, message)
        return 1
        """
    )
}
