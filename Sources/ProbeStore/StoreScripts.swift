//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient

/// The Lua scripts that read or change keys in one atomic step each.
///
/// The names of the keys come from the contract and not from the server.
///
/// Source: `Conformance/Contract/store.md#key-names`.
enum StoreScripts {
    /// `keys_of(prefix, job, user, hint)`: the names of a job's keys by role, and its cache key if known.
    private static let naming = """
        local function text(key)
          if redis.call('TYPE', key).ok ~= 'string' then return nil end
          return redis.call('GET', key)
        end
        local function keys_of(prefix, scan, user, hint)
          local names = {
            lookup = prefix .. 'opportunity_scan_lookup:' .. scan,
            index = prefix .. 'opportunity_scan_result_index:' .. scan,
            statistics = prefix .. 'scan_lifecycle:' .. scan,
          }
          local cache = text(names.lookup) or text(names.index)
          if not cache and hint ~= '' then cache = hint end
          local owner, filters
          if cache then owner, filters = string.match(cache, '^(.*):([^:]*):[^:]*$') end
          owner = owner or (user ~= '' and user) or nil
          if owner then
            names.latest_scan = prefix .. 'opportunity_user_latest_scan:' .. owner
            names.user_scans = prefix .. 'opportunity_user_scans:' .. owner
          end
          if filters then
            names.entry = prefix .. 'opportunity_scan_result:' .. cache
            names.slot = prefix .. 'opportunity_scan_slot:' .. owner .. ':' .. filters
            names.lease = prefix .. 'opportunity_scan_active:' .. cache
          end
          return names, cache
        end

        """

    /// The script that reads all keys of a job: `{cache_key, {role, key, remaining_ms, digest}, …}`.
    ///
    /// The digest of a lookup key is that of the cache key it names, so that equal digests mean one job; that of a
    /// lease changes with the worker that holds it.
    static let sample = RedisScript(
        naming + """
            local names, cache = keys_of(unpack(ARGV))
            local rows = {cache or ''}
            for _, role in ipairs({'entry', 'lookup', 'index', 'latest_scan', 'user_scans', 'slot', 'lease'}) do
              local key = names[role]
              if key then
                local value = text(key)
                rows[#rows + 1] = {role, key, redis.call('PTTL', key), value and redis.sha1hex(value) or ''}
              end
            end
            return rows
            """,
        isReadOnly: true
    )

    /// The script that deletes the lookup keys of a job by role, and with the last role removes the job from its user's
    /// set.
    static let deleteLookups = RedisScript(
        naming + """
            local names, cache = keys_of(ARGV[1], ARGV[2], ARGV[3], ARGV[4])
            local deleted = {}
            for index = 5, #ARGV do
              local role = ARGV[index]
              local key = names[role]
              local is_ours = role ~= 'latest_scan' or (key and cache and text(key) == cache)
              if key and is_ours and redis.call('DEL', key) == 1 then deleted[#deleted + 1] = key end
            end
            if #ARGV >= 7 and cache and names.user_scans and redis.call('TYPE', names.user_scans).ok == 'zset' then
              if redis.call('ZREM', names.user_scans, cache) == 1 then
                deleted[#deleted + 1] = 'its member of ' .. names.user_scans
              end
            end
            return deleted
            """
    )

    /// The script that writes numbered keys that expire by themselves.
    static let addForeignKeys = RedisScript(
        """
        for number = ARGV[1], ARGV[2] do
          redis.call('SET', KEYS[1] .. string.format('%d', number), '', 'PX', ARGV[3])
        end
        return 1
        """
    )

    /// The script that deletes numbered keys, and counts those that existed.
    static let removeForeignKeys = RedisScript(
        """
        local count = 0
        for number = ARGV[1], ARGV[2] do
          count = count + redis.call('UNLINK', KEYS[1] .. string.format('%d', number))
        end
        return count
        """
    )
}
