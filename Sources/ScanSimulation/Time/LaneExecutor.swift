//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The executor of one simulated process, whose jobs the scheduler runs.
///
/// Source: SE-0417; child tasks inherit the preference for it, so everything that a process begins stays on it.
final class LaneExecutor: TaskExecutor {
    /// The number of the process; 0 stands for everything that is no node.
    let lane: Int
    private let scheduler: Scheduler

    /// Creates the executor of a process.
    init(lane: Int, scheduler: Scheduler) {
        self.lane = lane
        self.scheduler = scheduler
    }

    func enqueue(_ job: consuming ExecutorJob) {
        scheduler.enqueue(UnownedJob(job), on: self)
    }

    /// Runs a job on the current thread.
    func run(_ job: UnownedJob) {
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
}
