//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import Probe

// The judge of histories tells the runner when it has enough; this is the one place where both are known.
extension RateMonitor: PollingDecision {}
