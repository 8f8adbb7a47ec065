//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What one look into the deployment's store has found of a job.
///
/// All keys of a sample were read in one atomic step.
public struct StoreSnapshot: Codable, Sendable, Hashable {
    /// When a sample was taken in the life of its job.
    public enum Occasion: String, Codable, Sendable, Hashable, CaseIterable {
        /// Right after the initiation was answered.
        case initiated
        /// While the job was running.
        case running
        /// After the job had ended.
        case ended
        /// After a fault.
        case recovered
        /// All keys of the deployment, whichever job they belong to.
        case census
    }

    /// When in its job's life the sample was taken.
    public var occasion: Occasion
    /// The plan's name for the job; absent in a census.
    public var job: String?
    /// The job's id; absent in a census.
    public var jobID: String?
    /// When the store was asked, in nanoseconds of the run.
    public var asked: Int64
    /// When the store's answer was received, on the same clock.
    public var received: Int64
    /// The keys, one of each role; in a census all that were found, up to a bound.
    public var keys: [StoredKey]
    /// How many keys there were in all.
    public var count: Int

    // The names of format 1, which speaks of scans.
    private enum CodingKeys: String, CodingKey {
        case occasion, asked, received, keys, count
        case job = "scan"
        case jobID = "scanID"
    }

    /// Creates a sample.
    public init(
        occasion: Occasion,
        job: String? = nil,
        jobID: String? = nil,
        asked: Int64,
        received: Int64,
        keys: [StoredKey],
        count: Int? = nil
    ) {
        self.occasion = occasion
        self.job = job
        self.jobID = jobID
        self.asked = asked
        self.received = received
        self.keys = keys
        self.count = count ?? keys.count
    }
}

/// One key of the store, as a sample found it.
public struct StoredKey: Codable, Sendable, Hashable {
    /// What a key is for; see the store's contract.
    public enum Role: String, Codable, Sendable, Hashable, CaseIterable {
        /// The cache entry with the job's payload.
        case entry
        /// The primary lookup by job id.
        case lookup
        /// The second lookup by job id.
        case index
        /// The user's latest job.
        case latestJob = "latest_scan"
        /// The user's jobs by start time.
        case userScans = "user_scans"
        /// The job that runs or is fresh for a filter set.
        case slot
        /// The lease of the worker that runs the job.
        case lease
        /// Counters and phases for diagnostics.
        case statistics
        /// The queue of jobs.
        case queue
        /// A key that no pattern of the contract fits.
        case unknown

        /// The roles by which a job is found from its id.
        public static let lookups: [Role] = [.lookup, .index, .latestJob]
    }

    /// What the key is for.
    public var role: Role
    /// The key.
    public var key: String
    /// Whether the key was there.
    public var exists: Bool
    /// The time until it expires, in milliseconds; absent when it does not expire or is not there.
    public var remaining: Int64?
    /// A digest of the value, to see whether it was written; absent where it was not read.
    public var digest: String?

    /// Creates a key.
    public init(role: Role, key: String, exists: Bool, remaining: Int64? = nil, digest: String? = nil) {
        self.role = role
        self.key = key
        self.exists = exists
        self.remaining = remaining
        self.digest = digest
    }
}
