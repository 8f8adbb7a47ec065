//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that injects one fault after the other while a job runs, and goes on polling: no job may be lost.
struct RecoveryFaults: Workload {
    /// One line for each fault, in their order.
    static let packages: [any FaultPackage] = [
        LostLookup(role: .lookup),
        LostLookup(role: .index),
        LostLookups(),
        LostLookupsInACrowd(),
        LostLookupsAfterTheEnd(),
        EndedWorker(kind: .killWorker),
        EndedWorker(kind: .stopWorker),
        SuspendedWorker(),
        RestartedStore(),
        StoppedStore(),
    ]

    let groups: Set<RequirementGroup> = [.recovery]
    let needs = [WorkloadNeed.any(of: packages.map(\.needs))]
    let sections: [any PlanSection.Type] = [Plan.Recovery.self, Plan.Store.self]
    let phase = WorkloadPhase.faults

    /// Injects the faults that the access allows.
    func run(_ context: RunContext) async throws {
        let conditions = context.conditions
        var number = 0
        for package in Self.packages where package.needs.allSatisfy({ $0.isMet(conditions) }) {
            try await context.allowance.leavingRoom.wait(for: .first)
            number += 1
            try await package.perform(FaultScene(context, number: number))
        }
    }
}
