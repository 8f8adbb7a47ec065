--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Takes the lease of a scan.
-- Returns {'leased', attempt, handed_back, entry}; {'held'} if another lease is active; {'gone'} if the entry no
-- longer exists or the scan has ended, after removing the message from the queue.
local entry = redis.call('GET', result)
local state = redis.call('HGET', lifecycle, 'state')
if not entry or state == 'complete' or state == 'failed' then
  redis.call('XACK', queue, group, message)
  redis.call('XDEL', queue, message)
  return {'gone'}
end
if redis.call('EXISTS', active) == 1 then return {'held'} end
local attempt = redis.call('HINCRBY', lifecycle, 'attempts', 1)
local handed_back = tonumber(redis.call('HGET', lifecycle, 'handed_back') or '0')
local time = redis.call('TIME')
redis.call('HSETNX', lifecycle, 'scanning', string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
redis.call('PEXPIRE', lifecycle, lifecycle_ttl)
redis.call('SET', active, worker .. ':' .. attempt, 'PX', lease)
return {'leased', attempt, handed_back, entry}
