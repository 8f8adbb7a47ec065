//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload of the plan's jobs, a limited number at a time, repeated in a soak until its time is over.
struct JobSeries: Workload {
    private enum Part: Sendable {
        case job(index: Int, FollowedJob?)
        case fast(FollowedJob?)
    }

    let groups = Set(RequirementGroup.allCases)
    let phase = WorkloadPhase.jobs
    let sections: [any PlanSection.Type] = [
        Plan.Jobs.self, Plan.Status.self, Plan.Latency.self, Plan.Soak.self,
    ]

    /// Runs the jobs, and adds those that can be polled again to the followed ones.
    func run(_ context: RunContext) async throws {
        let plan = context.plan.jobs
        let fastIndex = Self.fastIndex(plan)
        let end = Instant.start + context.plan.soak.seconds
        let polls = context.plan.status.fastPolls
        var hasFastOneFailed = false
        try await withThrowingTaskGroup(of: Part.self) { group in
            var started = 0
            var running = 0
            while true {
                while running < plan.concurrent, await mayStart(started, until: end, context) {
                    let index = started
                    // Few thousand polls a second go through one thread, and each turn to another one costs time.
                    group.addTask(executorPreference: context.requester.transport.nextExecutor()) {
                        .job(index: index, try await perform(index, until: end, context))
                    }
                    started += 1
                    running += 1
                }
                switch try await group.next() {
                case nil:
                    return
                case .fast(let job):
                    hasFastOneFailed = job.map { $0.ended != nil && !$0.isComplete } ?? false
                case .job(let index, let job):
                    if let job { context.followed.add(job) }
                    running -= 1
                    // With the filters of this job, which has to be over, or the initiation would only join it.
                    guard index == fastIndex, polls > 0 else { continue }
                    group.addTask { .fast(try await fastDriver(1, plan.bodies[index], context).run()) }
                }
            }
        }
        // A job may fail for any reason once. The next one has other filters, since the first may go on all the same.
        if hasFastOneFailed, plan.bodies.count > 1 {
            try await fastDriver(2, plan.bodies[(fastIndex + 1) % plan.bodies.count], context).run()
        }
    }

    /// The first job with other filters than the first one's, if there is one.
    private static func fastIndex(_ plan: Plan.Jobs) -> Int { min(plan.count, plan.bodies.count, 2) - 1 }

    /// Returns true for one of the plan's jobs, and for one more as long as the user may initiate it in time.
    private func mayStart(_ index: Int, until end: Instant, _ context: RunContext) async -> Bool {
        guard index >= context.plan.jobs.count else { return true }
        return max(context.clock.now(), await context.allowance.leavingRoom.next(for: .first)) < end
    }

    private func perform(_ index: Int, until end: Instant, _ context: RunContext) async throws -> FollowedJob? {
        let plan = context.plan.jobs
        if index >= plan.count {
            // Others may have been initiated since this one was thought of.
            guard try await context.allowance.leavingRoom.wait(for: .first, until: end) else { return nil }
        }
        var driver = context.driver(
            "\(Self.jobName(context))-\(index + 1)",
            body: plan.bodies[index % plan.bodies.count]
        )
        driver.index = index
        driver.companions = context.companions
        let initiation = try await driver.initiate()
        context.firstJobs.add(of: min(plan.concurrent, plan.count))
        return try await driver.pursue(initiation)
    }

    /// The API's word for a job, in the form of a name.
    private static func jobName(_ context: RunContext) -> String {
        context.requester.profile.nouns.job.one.replacing(" ", with: "-")
    }

    private func fastDriver(_ number: Int, _ body: String, _ context: RunContext) -> JobDriver {
        var driver = context.driver("fast-\(number)", body: context.fresh(body))
        driver.fastPolls = context.plan.status.fastPolls
        return driver
    }
}
