--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Claims the slot and writes all keys, or returns the entry of the scan that holds the slot.
-- Returns {'limited', ms}, {'held', entry} or {'registered'}.
-- A registration that arrives twice changes nothing, however late and whatever holds the slot by then.
local known = redis.call('GET', result)
if known then return {'held', known} end
if tonumber(limit) > 0 then
  local wait = admit(rate, cache_key, tonumber(limit), tonumber(window))
  if wait > 0 then return {'limited', wait} end
end
local held = redis.call('GET', slot)
if held then
  local held_entry = redis.call('GET', slot_prefix .. string.sub(held, 6))
  local state = redis.call('HGET', lifecycle_prefix .. held, 'state')
  local replaced = state == 'failed' or (state == 'complete' and force == '1')
  if held_entry and not replaced then return {'held', held_entry} end
end
redis.call('SET', result, entry, 'PX', entry_ttl)
redis.call('DEL', latest)
write_lookups(lookup, index, latest, scans, cache_key, started, lookup_ttl)
trim(scans, result_prefix, started - lookup_ttl)
redis.call('SET', slot, scan, 'PX', lookup_ttl)
-- The phases of a scan whose entry was lost begin again; attempts at it are counted on. Its message keeps its place, unless a
-- worker has taken it: others would wait until that one has been idle for long enough.
local earlier = redis.call('HMGET', lifecycle, 'message', 'attempts', 'handed_back')
local message = earlier[1]
if message then
  redis.call('DEL', lifecycle)
  redis.call('HSET', lifecycle, 'attempts', earlier[2] or 0, 'handed_back', earlier[3] or 0)
end
if message then
  -- A queue that no worker has read yet has no group.
  local taken = redis.pcall('XPENDING', queue, group, message, message, 1)
  if not taken['err'] and #taken > 0 then
    redis.call('XACK', queue, group, message)
    redis.call('XDEL', queue, message)
  end
end
if not message or #redis.call('XRANGE', queue, message, message) == 0 then
  message = redis.call('XADD', queue, '*', 'cache_key', cache_key)
end
redis.call('HSET', lifecycle, 'state', 'scanning', 'initiated', started, 'cache_key', cache_key,
  'written', 0, 'message', message)
redis.call('PEXPIRE', lifecycle, lifecycle_ttl)
return {'registered'}
