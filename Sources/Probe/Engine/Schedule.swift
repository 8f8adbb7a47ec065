//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The order in which workloads are performed.
struct Schedule: Sendable {
    private let phases: [WorkloadPhase: [any Workload]]

    /// Creates the schedule of those workloads that a run has the conditions for.
    init(_ workloads: [any Workload], under conditions: RunConditions) {
        phases = Dictionary(grouping: workloads.filter { $0.reasonToSkip(conditions) == nil }, by: \.phase)
    }

    /// The workloads that accompany each of the plan's jobs.
    var companions: [any JobCompanion] { self[.besideEachJob].compactMap { $0 as? any JobCompanion } }

    /// Performs the workloads.
    func run(_ context: RunContext) async throws {
        try await inTurn([.before], context)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await inTurn([.jobs], context)
                context.firstJobs.end()
                try await inTurn([.extending], context)
            }
            for workload in self[.beside] { group.addTask { try await workload.run(context) } }
            group.addTask { try await inTurn([.besideInTurn], context) }
            try await group.waitForAll()
        }
        try await inTurn([.undisturbed, .faults, .closing, .last], context)
    }

    private func inTurn(_ phases: [WorkloadPhase], _ context: RunContext) async throws {
        for phase in phases {
            for workload in self[phase] { try await workload.run(context) }
        }
    }

    private subscript(_ phase: WorkloadPhase) -> [any Workload] { phases[phase] ?? [] }
}
