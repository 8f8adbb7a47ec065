//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A snapshot of a job's keys in the deployment's store.
///
/// All keys of a snapshot were read in one atomic step.
public struct StoreSnapshot: Codable, Sendable, Hashable {
    /// The occasion of a snapshot in the life of its job.
    public enum Occasion: String, Codable, Sendable, Hashable, CaseIterable {
        /// Right after the initiation's response.
        case initiated
        /// While the job was running.
        case running
        /// After the job had ended.
        case ended
        /// After a fault.
        case recovered
        /// All keys of the deployment, of any job.
        case census
    }

    /// The occasion of the snapshot.
    public var occasion: Occasion
    /// The plan's name for the job; absent in a census.
    public var job: String?
    /// The job's id; absent in a census.
    public var jobID: String?
    /// The time of the query.
    public var asked: Instant
    /// The time of the store's reply.
    public var received: Instant
    /// The keys, one of each role; in a census all keys up to a limit.
    public var keys: [StoredKey]
    /// The number of all keys.
    public var count: Int

    // The names of format 1, which speaks of scans.
    private enum CodingKeys: String, CodingKey {
        case occasion, asked, received, keys, count
        case job = "scan"
        case jobID = "scanID"
    }

    /// Creates a snapshot.
    public init(
        occasion: Occasion,
        job: String? = nil,
        jobID: String? = nil,
        asked: Instant,
        received: Instant,
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

/// A key of the store in a snapshot.
public struct StoredKey: Sendable, Hashable {
    /// The role of a key; see the store's contract.
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
        /// The running or fresh job of a filter set.
        case slot
        /// The lease of the worker that runs the job.
        case lease
        /// Counters and phases for diagnostics.
        case statistics
        /// The queue of jobs.
        case queue
        /// A key that matches no pattern of the contract.
        case unknown

        /// The roles of the keys that lead from a job id to the job.
        public static let lookups: [Role] = [.lookup, .index, .latestJob]
    }

    /// The role.
    public var role: Role
    /// The key.
    public var key: String
    /// True if the key existed.
    public var exists: Bool
    /// The time until it expires; absent when it does not expire or does not exist.
    public var remaining: Duration?
    /// A digest of the value, which shows a write; absent where it was not read.
    public var digest: String?

    /// Creates a key.
    public init(role: Role, key: String, exists: Bool, remaining: Duration? = nil, digest: String? = nil) {
        self.role = role
        self.key = key
        self.exists = exists
        self.remaining = remaining
        self.digest = digest
    }
}

// In a history the remaining time is a whole number of milliseconds, as Redis tells it.
extension StoredKey: Codable {
    private enum CodingKeys: String, CodingKey {
        case role, key, exists, remaining, digest
    }

    /// Decodes a key.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when a field is missing or has another type.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            role: try fields.decode(Role.self, forKey: .role),
            key: try fields.decode(String.self, forKey: .key),
            exists: try fields.decode(Bool.self, forKey: .exists),
            remaining: try fields.decodeIfPresent(Int64.self, forKey: .remaining).map { .milliseconds($0) },
            digest: try fields.decodeIfPresent(String.self, forKey: .digest)
        )
    }

    /// Encodes a key.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(role, forKey: .role)
        try fields.encode(key, forKey: .key)
        try fields.encode(exists, forKey: .exists)
        try fields.encodeIfPresent(remaining.map(\.wholeMilliseconds), forKey: .remaining)
        try fields.encodeIfPresent(digest, forKey: .digest)
    }
}
