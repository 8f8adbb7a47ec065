//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that takes snapshots of each job in the store: after its initiation, while it runs, and after its end.
struct StoreSampling: JobCompanion {
    let groups: Set<RequirementGroup> = [.store]
    let needs = [WorkloadNeed.store]
    let sections: [any PlanSection.Type] = [Plan.Store.self]

    func observe(_ job: AccompaniedJob) async throws {
        guard let watch = job.context.storeWatch else { return }
        await watch.sample(.initiated, job.name, job.id)
        var pacer = Pacer(clock: job.context.clock, interval: watch.interval)
        try await pacer.waitForTurn()
        while true {
            try await pacer.waitForTurn()
            try Task.checkCancellation()
            await watch.sample(.running, job.name, job.id)
        }
    }

    func ended(_ job: AccompaniedJob) async throws {
        await job.context.storeWatch?.sample(.ended, job.name, job.id)
    }
}
