--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Returns {cache_key, state, initiated, scanning, complete, failed, attempts, handed_back, lease, head}.
local phases = redis.call('HMGET', lifecycle, 'cache_key', 'state', 'initiated', 'scanning', 'complete',
  'failed', 'attempts', 'handed_back')
if not phases[1] then return {} end
phases[9] = redis.call('GET', active_prefix .. phases[1])
phases[10] = head(redis.call('GET', result_prefix .. phases[1]))
return phases
