--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Deletes the keys of a registration with its message, and the lease of a worker that has begun it.
local message = redis.call('HGET', lifecycle, 'message')
if message then
  redis.call('XACK', queue, group, message)
  redis.call('XDEL', queue, message)
end
redis.call('DEL', result, lookup, index, lifecycle, active)
if redis.call('GET', latest) == cache_key then redis.call('DEL', latest) end
if redis.call('GET', slot) == scan then redis.call('DEL', slot) end
redis.call('ZREM', scans, cache_key)
return 1
