--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Reads which keys of a scan exist, and writes the entry's expiry as it is.
-- Whatever waits until that write is in a safe place knows the same of all that this server wrote before.
-- Returns one 0 or 1 for each key.
local left = redis.call('PTTL', result)
if left > 0 then redis.call('PEXPIRE', result, left) end
return {redis.call('EXISTS', result), redis.call('EXISTS', lookup), redis.call('EXISTS', index),
  redis.call('EXISTS', latest)}
