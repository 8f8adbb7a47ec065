--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Writes every lookup key with its full lifetime.
-- The user's latest-scan key is not replaced by an older scan.
local function write_lookups(lookup, index, latest, scans, cache_key, started, ttl)
  redis.call('SET', lookup, cache_key, 'PX', ttl)
  redis.call('SET', index, cache_key, 'PX', ttl)
  local newest = redis.call('GET', latest)
  if not newest or newest == cache_key then redis.call('SET', latest, cache_key, 'PX', ttl) end
  redis.call('ZADD', scans, started, cache_key)
  redis.call('PEXPIRE', scans, ttl)
end
