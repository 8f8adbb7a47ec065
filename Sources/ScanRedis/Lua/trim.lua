--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Removes scans without an entry from a user's set.
-- It checks at most 50 scans, so that the cost of an initiation does not grow with the history.
local function trim(scans, result_prefix, before)
  for _, key in ipairs(redis.call('ZRANGEBYSCORE', scans, '-inf', before, 'LIMIT', 0, 50)) do
    if redis.call('EXISTS', result_prefix .. key) == 0 then redis.call('ZREM', scans, key) end
  end
end
