--
-- This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
-- SPDX-License-Identifier: Apache-2.0
--

-- Counts one attempt of a rate limit's subject, unless its quota is used up.
return admit(rate, attempt, tonumber(limit), tonumber(window))
