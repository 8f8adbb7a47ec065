--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Queues the messages again that a consumer still has, and removes the consumer. A lease whose answer never reached the
-- worker is released, as a scan that is handed back is; otherwise the next worker would have to wait until it runs out.
local pending = redis.pcall('XPENDING', queue, group, '-', '+', 1000, worker)
-- Without a group nothing was read from this queue, as may be in one of several partitions.
if pending['err'] then
  if string.find(pending['err'], 'NOGROUP', 1, true) then return 0 end
  return pending
end
for _, entry in ipairs(pending) do
  local message = redis.call('XRANGE', queue, entry[1], entry[1])[1]
  if message then
    local again = redis.call('XADD', queue, '*', unpack(message[2]))
    local cache_key = message[2][2]
    local lifecycle = lifecycle_prefix .. 'scan_' .. string.sub(cache_key, -32)
    local active = active_prefix .. cache_key
    local holder = redis.call('GET', active)
    if holder and string.find(holder, worker .. ':', 1, true) == 1 then
      redis.call('DEL', active)
      redis.call('HINCRBY', lifecycle, 'handed_back', 1)
    end
    if redis.call('HGET', lifecycle, 'message') == entry[1] then redis.call('HSET', lifecycle, 'message', again) end
  end
  redis.call('XACK', queue, group, entry[1])
  redis.call('XDEL', queue, entry[1])
end
redis.call('XGROUP', 'DELCONSUMER', queue, group, worker)
return #pending
