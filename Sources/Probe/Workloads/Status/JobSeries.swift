//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload of the plan's jobs, a limited number at a time, repeated in a soak until its time is over.
struct JobSeries: Sendable {
    private enum Part: Sendable {
        case job(index: Int, FollowedJob?)
        case fast(FollowedJob?)
    }

    let context: RunContext
    let isolation: IsolationProbes?

    /// Runs the jobs.
    ///
    /// - Returns: The jobs that can be polled again, in the order of their ends.
    func run() async throws -> [FollowedJob] {
        let plan = self.context.plan
        let end = Int64(seconds: plan.soakSeconds ?? 0)
        var jobs: [FollowedJob] = []
        var hasFastOneFailed = false
        try await withThrowingTaskGroup(of: Part.self) { group in
            var started = 0
            var running = 0
            while true {
                while running < plan.concurrentJobs, await self.mayStart(started, until: end) {
                    let index = started
                    group.addTask {
                        .job(index: index, try await self.perform(index, until: end))
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
                    if let job { jobs.append(job) }
                    running -= 1
                    // With the filters of this job, which has to be over: otherwise the initiation would only join it.
                    guard index == self.fastIndex, plan.fastPolls ?? 0 > 0 else { continue }
                    group.addTask { .fast(try await self.fastCourse(1, index).run()) }
                }
            }
        }
        // A job may fail once for any reason. The next one has other filters, since the first may still run.
        if hasFastOneFailed, plan.bodies.count > 1 {
            try await self.fastCourse(2, (self.fastIndex + 1) % plan.bodies.count).run()
        }
        return jobs
    }

    /// The index of the first job with other filters than the first one's, if there is one.
    private var fastIndex: Int { min(self.context.plan.jobs, self.context.plan.bodies.count, 2) - 1 }

    /// Returns true for an index within the plan's jobs, and in a soak while the rate limit permits one more in time.
    private func mayStart(_ index: Int, until end: Int64) async -> Bool {
        guard index >= self.context.plan.jobs else { return true }
        return max(self.context.clock.now(), await self.context.allowance.leavingRoom.next(for: .first)) < end
    }

    private func perform(_ index: Int, until end: Int64) async throws -> FollowedJob? {
        let plan = self.context.plan
        if index >= plan.jobs {
            // Other initiations may have used the quota in the meantime.
            guard await self.mayStart(index, until: end) else { return nil }
            try await self.context.allowance.leavingRoom.wait(for: .first)
        }
        var course = self.context.course("scan-\(index + 1)", body: plan.bodies[index % plan.bodies.count])
        course.isolation = self.isolation
        course.store = self.context.store
        if index == 0 { course.companions = DuplicateInitiations(context: self.context) }
        return try await course.run()
    }

    private func fastCourse(_ number: Int, _ index: Int) -> JobDriver {
        let plan = self.context.plan
        var course = self.context.course("fast-\(number)", body: self.context.fresh(plan.bodies[index]))
        course.fastPolls = plan.fastPolls ?? 0
        return course
    }
}
