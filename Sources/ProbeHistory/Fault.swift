//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A fault that the run injected into the deployment on request.
public struct Fault: Codable, Sendable, Hashable {
    /// The kind of a fault.
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// One lookup key of a running job is deleted.
        case deleteLookup = "delete_lookup"
        /// All lookup keys of a running job are deleted.
        case deleteLookups = "delete_lookups"
        /// Many foreign keys are written, under a prefix of the prober's own.
        case addForeignKeys = "add_foreign_keys"
        /// The foreign keys are deleted again.
        case removeForeignKeys = "remove_foreign_keys"
        /// A worker is killed at once, without a graceful shutdown.
        case killWorker = "kill_worker"
        /// A worker is shut down gracefully.
        case stopWorker = "stop_worker"
        /// A worker is suspended past its lease, as by SIGSTOP.
        case pauseWorker = "pause_worker"
        /// The suspended worker is resumed.
        case resumeWorker = "resume_worker"
        /// The store is restarted with its data.
        case restartRedis = "restart_redis"
        /// The store is suspended or stopped.
        case stopRedis = "stop_redis"
        /// The store is resumed.
        case resumeRedis = "resume_redis"
    }

    /// The kind.
    public var kind: Kind
    /// The plan's name for the job that the fault hit; absent when it hits all.
    public var job: String?
    /// That job's id.
    public var jobID: String?
    /// The ids of the other running jobs that the fault hit; absent where there were none.
    public var alsoHit: [String]?
    /// The time of its beginning.
    public var began: Instant
    /// The time of its end.
    public var ended: Instant
    /// The details for people: keys, or the end of a command's output.
    public var detail: String
    /// The reason that the injection failed; absent when it succeeded.
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
        began: Instant,
        ended: Instant,
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
