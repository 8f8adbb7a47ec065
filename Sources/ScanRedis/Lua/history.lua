--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Returns {total, heads} of a user's scans with a stored entry, newest first.
local most = tonumber(limit)
local total, heads = 0, {}
for _, key in ipairs(redis.call('ZREVRANGE', scans, 0, -1)) do
  if #heads < most then
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
