--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Releases the lease and queues the scan again.
if redis.call('GET', active) ~= held then return 0 end
redis.call('DEL', active)
redis.call('HINCRBY', lifecycle, 'handed_back', 1)
redis.call('HSET', lifecycle, 'message', redis.call('XADD', queue, '*', 'cache_key', cache_key))
redis.call('XACK', queue, group, message)
redis.call('XDEL', queue, message)
return 1
