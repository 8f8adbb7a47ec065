//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import Probe

// The rate monitor of the checks as the runner's decision; this is the one place that knows both modules.
extension RateMonitor: PollingDecision {}
