--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Extends the lease, the entry and the lookup keys, and resets the message's idle time.
-- Returns {1} with the lifetimes that lookup key and entry had left, or {0} if the lease is lost.
if redis.call('GET', active) ~= held then return {0} end
local lookup_left = redis.call('PTTL', lookup)
local entry_left = redis.call('PTTL', result)
redis.call('PEXPIRE', active, lease)
redis.call('PEXPIRE', result, entry_ttl)
write_lookups(lookup, index, latest, scans, cache_key, started, lookup_ttl)
redis.call('PEXPIRE', lifecycle, lifecycle_ttl)
if redis.call('GET', slot) == scan then redis.call('PEXPIRE', slot, lookup_ttl) end
redis.call('XCLAIM', queue, group, worker, 0, message, 'JUSTID')
return {1, lookup_left, entry_left}
