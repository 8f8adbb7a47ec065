--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Returns the summary of an entry, which is its first line.
local function head(entry)
  return entry and string.sub(entry, 1, string.find(entry, '\n', 1, true))
end
