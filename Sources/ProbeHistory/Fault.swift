//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Something that the run did to the deployment, because it was asked to.
public struct Fault: Codable, Sendable, Hashable {
    /// What is done to a deployment.
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// One lookup key of a running job is deleted.
        case deleteLookup = "delete_lookup"
        /// All lookup keys of a running job are deleted.
        case deleteLookups = "delete_lookups"
        /// Many keys that are none of the deployment's are written, under a prefix of the prober's own.
        case addForeignKeys = "add_foreign_keys"
        /// Those keys are deleted again.
        case removeForeignKeys = "remove_foreign_keys"
        /// A worker is killed at once, without a chance to tidy up.
        case killWorker = "kill_worker"
        /// A worker is stopped as an operator would.
        case stopWorker = "stop_worker"
        /// A worker is suspended past its lease, as by SIGSTOP.
        case pauseWorker = "pause_worker"
        /// That worker goes on.
        case resumeWorker = "resume_worker"
        /// The store is restarted with its data.
        case restartRedis = "restart_redis"
        /// The store is suspended or stopped.
        case stopRedis = "stop_redis"
        /// The store goes on.
        case resumeRedis = "resume_redis"
    }

    /// What was done.
    public var kind: Kind
    /// The plan's name for the job that it was done to; absent when it hits all.
    public var job: String?
    /// That job's id.
    public var jobID: String?
    /// The ids of other jobs that ran and that it was done to as well; absent where there were none.
    public var alsoHit: [String]?
    /// When it began, in nanoseconds of the run.
    public var began: Int64
    /// When it was done, on the same clock.
    public var ended: Int64
    /// What exactly was done, for people: keys, or the end of a command's output.
    public var detail: String
    /// Why it could not be done; absent when it was.
    public var failure: String?

    // The names of format 1, which speaks of scans.
    private enum CodingKeys: String, CodingKey {
        case kind, alsoHit, began, ended, detail, failure
        case job = "scan"
        case jobID = "scanID"
    }

    /// Creates a fault.
    public init(
        kind: Kind,
        job: String? = nil,
        jobID: String? = nil,
        alsoHit: [String]? = nil,
        began: Int64,
        ended: Int64,
        detail: String,
        failure: String? = nil
    ) {
        self.kind = kind
        self.job = job
        self.jobID = jobID
        self.alsoHit = alsoHit
        self.began = began
        self.ended = ended
        self.detail = detail
        self.failure = failure
    }
}
