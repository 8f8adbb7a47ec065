//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that lists all keys of the store when the jobs and the faults are over.
struct StoreCensus: Workload {
    let groups: Set<RequirementGroup> = [.store]
    let needs = [WorkloadNeed.store]
    let phase = WorkloadPhase.closing

    func run(_ context: RunContext) async throws { await context.storeWatch?.takeCensus() }
}
