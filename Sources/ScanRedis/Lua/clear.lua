--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Deletes the entries of a user's scans with all their keys, and returns the number of deleted entries.
local deleted = 0
for _, key in ipairs(redis.call('ZRANGE', scans, 0, -1)) do
  local scan = 'scan_' .. string.sub(key, -32)
  deleted = deleted + redis.call('DEL', result .. key)
  redis.call('DEL', lookup .. scan, index .. scan, active .. key, slot .. string.sub(key, 1, -34))
end
redis.call('DEL', scans, latest)
return deleted
