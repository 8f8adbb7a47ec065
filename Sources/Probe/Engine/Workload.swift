//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A part of what a run does: the requests, looks and faults that gather the evidence for some groups of requirements.
///
/// Each workload lies in a folder of `Workloads` and stands in ``BuiltInWorkloads``; nothing else knows it by name. The
/// runner performs those that the plan has a group of and that have what they need. `Conformance/Guides/author-a-workload.md`
/// shows how to write one.
protocol Workload: Sendable {
    /// The requirement groups that the workload serves; it runs when the plan has any of them.
    var groups: Set<RequirementGroup> { get }
    /// The conditions without which the workload is left out.
    var needs: [WorkloadNeed] { get }
    /// The sections of the plan that the workload reads.
    var sections: [any PlanSection.Type] { get }
    /// The part of the run in which the workload takes its turn.
    var phase: WorkloadPhase { get }

    /// Performs the workload.
    ///
    /// - Parameter context: The run.
    /// - Throws: `CancellationError` when the run ends meanwhile.
    func run(_ context: RunContext) async throws
}

extension Workload {
    var needs: [WorkloadNeed] { [] }
    var sections: [any PlanSection.Type] { [] }

    /// Tells why a run leaves the workload out, or nothing when it does not.
    func reasonToSkip(_ conditions: RunConditions) -> String? {
        guard !groups.isDisjoint(with: conditions.plan.groups) else {
            let names = RequirementGroup.allCases.filter(groups.contains).map(\.rawValue)
            return "the plan has no group of \(names.joined(separator: ", "))"
        }
        return needs.first { !$0.isMet(conditions) }.map { "it needs \($0.summary)" }
    }
}

/// The parts of a run, in their order.
enum WorkloadPhase: Sendable, Hashable, CaseIterable {
    /// Alone, before any job is started; one workload after the other.
    case before
    /// The plan's jobs, beside which most other workloads run; one workload after the other.
    case jobs
    /// Beside each of the plan's jobs; see ``JobCompanion``.
    case besideEachJob
    /// After the plan's jobs, as long as there is a reason to go on; one workload after the other.
    case extending
    /// Beside the jobs, all workloads at the same time.
    case beside
    /// Beside the jobs, one workload after the other.
    case besideInTurn
    /// After all that, and before anything is disturbed; one workload after the other.
    case undisturbed
    /// Faults; one workload after the other.
    case faults
    /// After all faults; one workload after the other.
    case closing
    /// At the very end, since the deployment refuses a user everything then; one workload after the other.
    case last
}

/// A workload that accompanies each of the plan's jobs.
protocol JobCompanion: Workload {
    /// Runs from the job's acknowledgement on, beside everything else that is done with it.
    func accompany(_ job: AccompaniedJob) async throws
    /// Runs while the job is polled, and is cancelled when a poll has seen its end or was the last one.
    func observe(_ job: AccompaniedJob) async throws
    /// Runs when a poll has seen a final state, before anything else is asked.
    func ended(_ job: AccompaniedJob) async throws
    /// Runs when the results were read and the job was polled again for a while.
    func revisit(_ job: AccompaniedJob) async throws
    /// Runs when everything else is over, if the job completed.
    func completed(_ job: AccompaniedJob) async throws
}

extension JobCompanion {
    var phase: WorkloadPhase { .besideEachJob }

    /// Does nothing: a companion acts with each job.
    func run(_ context: RunContext) async throws {}

    func accompany(_ job: AccompaniedJob) async throws {}
    func observe(_ job: AccompaniedJob) async throws {}
    func ended(_ job: AccompaniedJob) async throws {}
    func revisit(_ job: AccompaniedJob) async throws {}
    func completed(_ job: AccompaniedJob) async throws {}
}

/// A job as its companions see it.
struct AccompaniedJob: Sendable {
    /// The driver that polls the job.
    let driver: JobDriver
    /// The job's id.
    let id: String

    var context: RunContext { driver.context }
    var name: String { driver.name }
}

extension Plan {
    /// The sections that workloads and checks read, each once.
    static func sections(of workloads: [any Workload]) -> [any PlanSection.Type] {
        var names: Set<String> = []
        return (judgedSections + workloads.flatMap(\.sections)).filter { names.insert($0.name).inserted }
    }
}
