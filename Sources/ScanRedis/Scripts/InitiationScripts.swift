//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient

/// The scripts of initiation: register, repair, withdraw.
enum InitiationScripts {
    /// Claims the slot and writes all keys, or returns the entry of the scan that holds the slot.
    ///
    /// Returns `{'limited', ms}`, `{'held', entry}` or `{'registered'}`.
    static let register = RedisScript(
        LuaFragments.admit + LuaFragments.lookups + LuaFragments.trim + """
            local result, lookup, index, latest, scans, slot, queue, lifecycle, rate = unpack(KEYS)
            local cache_key, scan, entry, entry_ttl, lookup_ttl, started, force, result_prefix, slot_prefix,
              lifecycle_prefix, limit, window, lifecycle_ttl = unpack(ARGV)
            if tonumber(limit) > 0 then
              local wait = admit(rate, cache_key, tonumber(limit), tonumber(window))
              if wait > 0 then return {'limited', wait} end
            end
            local held = redis.call('GET', slot)
            if held then
              local held_entry = redis.call('GET', slot_prefix .. string.sub(held, 6))
              local state = redis.call('HGET', lifecycle_prefix .. held, 'state')
              local replaced = state == 'failed' or (state == 'complete' and force == '1')
              if held_entry and not replaced then return {'held', held_entry} end
            end
            redis.call('SET', result, entry, 'PX', entry_ttl)
            redis.call('DEL', latest)
            lookups(lookup, index, latest, scans, cache_key, started, lookup_ttl)
            trim(scans, result_prefix, started - lookup_ttl)
            redis.call('SET', slot, scan, 'PX', lookup_ttl)
            redis.call('HSET', lifecycle, 'state', 'scanning', 'initiated', started, 'cache_key', cache_key)
            redis.call('PEXPIRE', lifecycle, lifecycle_ttl)
            redis.call('XADD', queue, '*', 'cache_key', cache_key)
            return {'registered'}
            """
    )

    /// Writes a missing placeholder, and every lookup key with its full lifetime.
    ///
    /// With an empty placeholder it only restores lookup keys, and only if the entry exists.
    static let repair = RedisScript(
        LuaFragments.lookups + """
            local result, lookup, index, latest, scans = unpack(KEYS)
            local cache_key, entry, entry_ttl, lookup_ttl, started = unpack(ARGV)
            if entry ~= '' then
              redis.call('SET', result, entry, 'PX', entry_ttl, 'NX')
            elseif redis.call('EXISTS', result) == 0 then
              return 0
            end
            local score = redis.call('ZSCORE', scans, cache_key)
            lookups(lookup, index, latest, scans, cache_key, score or started, lookup_ttl)
            return 1
            """
    )

    /// Deletes the keys of a registration.
    static let withdraw = RedisScript(
        """
        local result, lookup, index, latest, scans, slot, lifecycle = unpack(KEYS)
        local cache_key, scan = unpack(ARGV)
        redis.call('DEL', result, lookup, index, lifecycle)
        if redis.call('GET', latest) == cache_key then redis.call('DEL', latest) end
        if redis.call('GET', slot) == scan then redis.call('DEL', slot) end
        redis.call('ZREM', scans, cache_key)
        return 1
        """
    )

    /// Counts one attempt of a rate limit's subject, unless its quota is used up.
    static let admit = RedisScript(
        LuaFragments.admit + "return admit(KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]))"
    )
}
