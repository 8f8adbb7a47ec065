--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Writes an entry of a running scan, or finishes the scan.
-- `final` is empty for a running scan, otherwise the final state; then slot, statistics and queue change as well.
-- Returns {1} with the lifetimes that lookup key and entry had left, or {0} if the lease is lost.
if redis.call('GET', active) ~= held then return {0} end
-- A write that was under way for long does not undo a later one under the same lease.
if final == '' then
  if tonumber(strategies) < tonumber(redis.call('HGET', lifecycle, 'written') or '0') then return {1} end
  redis.call('HSET', lifecycle, 'written', strategies)
end
local lookup_left = redis.call('PTTL', lookup)
local entry_left = redis.call('PTTL', result)
write_lookups(lookup, index, latest, scans, cache_key, started, lookup_ttl)
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
return {1, lookup_left, entry_left}
