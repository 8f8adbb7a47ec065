//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient

/// The scripts of the diagnostics: history, lifecycle, deletion.
enum DiagnosticsScripts {
    /// `head(entry)`: the summary of an entry, which is its first line.
    private static let head = """
        local function head(entry)
          return entry and string.sub(entry, 1, string.find(entry, '\\n', 1, true))
        end

        """

    /// Returns `{total, heads}` of a user's scans with a stored entry, newest first.
    static let history = RedisScript(
        head + """
            local scans = KEYS[1]
            local result_prefix, limit = ARGV[1], tonumber(ARGV[2])
            local total, heads = 0, {}
            for _, key in ipairs(redis.call('ZREVRANGE', scans, 0, -1)) do
              if #heads < limit then
                local entry = redis.call('GET', result_prefix .. key)
                if entry then
                  total = total + 1
                  heads[#heads + 1] = head(entry)
                end
              else
                total = total + redis.call('EXISTS', result_prefix .. key)
              end
            end
            return {total, heads}
            """
    )

    /// Returns `{cache_key, state, initiated, scanning, complete, failed, attempts, handed_back, lease, head}`.
    static let lifecycle = RedisScript(
        head + """
            local result_prefix, active_prefix = unpack(ARGV)
            local phases = redis.call('HMGET', KEYS[1], 'cache_key', 'state', 'initiated', 'scanning', 'complete',
              'failed', 'attempts', 'handed_back')
            if not phases[1] then return {} end
            phases[9] = redis.call('GET', active_prefix .. phases[1])
            phases[10] = head(redis.call('GET', result_prefix .. phases[1]))
            return phases
            """
    )

    /// Deletes the entries of a user's scans with all their keys, and returns the number of deleted entries.
    static let clear = RedisScript(
        """
        local scans, latest = unpack(KEYS)
        local result, lookup, index, slot, active = unpack(ARGV)
        local deleted = 0
        for _, key in ipairs(redis.call('ZRANGE', scans, 0, -1)) do
          local scan = 'scan_' .. string.sub(key, -32)
          deleted = deleted + redis.call('DEL', result .. key)
          redis.call('DEL', lookup .. scan, index .. scan, active .. key, slot .. string.sub(key, 1, -34))
        end
        redis.call('DEL', scans, latest)
        return deleted
        """
    )
}
