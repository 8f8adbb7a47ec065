//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// A job that was followed by the plan, as far as it may be asked about again.
struct FollowedJob: Sendable {
    let name: String
    let id: String
    /// The time at which the initiation's response was received.
    let acknowledged: Instant
    /// The time at which a final state was first received; `nil` when none was.
    var ended: Instant?
    /// True if the job completed, so that there are results.
    var isComplete = false

    /// The time until which the deployment has promised to know the job.
    func usableUntil(lifetime: Duration) -> Instant { (ended ?? acknowledged) + lifetime }
}

/// The jobs of a run that can be asked about again, for the workloads that come after them.
final class FollowedJobs: Sendable {
    private let jobs = Mutex<[FollowedJob]>([])

    /// The jobs, in the order in which they were over.
    var all: [FollowedJob] { jobs.withLock { $0 } }

    /// Adds a job that is over.
    func add(_ job: FollowedJob) {
        jobs.withLock { $0.append(job) }
    }
}
