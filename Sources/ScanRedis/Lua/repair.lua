--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Writes a missing placeholder, and every lookup key with its full lifetime.
-- With an empty placeholder it only restores lookup keys, and only if the entry exists.
if entry ~= '' then
  redis.call('SET', result, entry, 'PX', entry_ttl, 'NX')
elseif redis.call('EXISTS', result) == 0 then
  return 0
end
local score = redis.call('ZSCORE', scans, cache_key)
write_lookups(lookup, index, latest, scans, cache_key, score or started, lookup_ttl)
return 1
