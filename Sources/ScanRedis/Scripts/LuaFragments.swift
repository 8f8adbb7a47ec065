//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The Lua functions that several scripts share.
///
/// Every script is one atomic step. Source: `Conformance/Contract/store.md#the-scan-store`.
enum LuaFragments {
    /// `admit(key, member, limit, window_ms)`: counts an attempt in a sliding window, by the server's clock.
    ///
    /// Returns 0 if counted, otherwise the milliseconds until the window has room again.
    static let admit = """
        local function admit(key, member, limit, window)
          local time = redis.call('TIME')
          local now = time[1] * 1000 + math.floor(time[2] / 1000)
          redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
          if redis.call('ZCARD', key) >= limit then
            local oldest = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
            return math.max(1, oldest[2] + window - now)
          end
          redis.call('ZADD', key, now, member)
          redis.call('PEXPIRE', key, window)
          return 0
        end

        """

    /// `lookups(keys…, cache_key, started_ms, lookup_ms)`: writes every lookup key with its full lifetime.
    ///
    /// The user's latest-scan key is not replaced by an older scan.
    static let lookups = """
        local function lookups(lookup, index, latest, scans, cache_key, started, ttl)
          redis.call('SET', lookup, cache_key, 'PX', ttl)
          redis.call('SET', index, cache_key, 'PX', ttl)
          local newest = redis.call('GET', latest)
          if not newest or newest == cache_key then redis.call('SET', latest, cache_key, 'PX', ttl) end
          redis.call('ZADD', scans, started, cache_key)
          redis.call('PEXPIRE', scans, ttl)
        end

        """

    /// `trim(scans, result_prefix, before_ms)`: removes scans without an entry from a user's set.
    ///
    /// It checks at most 50 scans, so that the cost of an initiation does not grow with the history.
    static let trim = """
        local function trim(scans, result_prefix, before)
          for _, key in ipairs(redis.call('ZRANGEBYSCORE', scans, '-inf', before, 'LIMIT', 0, 50)) do
            if redis.call('EXISTS', result_prefix .. key) == 0 then redis.call('ZREM', scans, key) end
          end
        end

        """
}
