//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension History {
    /// The access and features that were available to a run; requirements that need others are skipped.
    public struct Access: Codable, Sendable, Hashable {
        /// The id of the first user, if known.
        public var userID: String?
        /// True if there was a second user.
        public var hasSecondUser: Bool
        /// True if there was an operator's token.
        public var hasAdmin: Bool
        /// True if the deployment uses tokens.
        public var usesTokens: Bool
        /// The features that the profile offers.
        public var offers: Set<Feature>
        /// True if the deployment's store could be read.
        public var hasStore: Bool
        /// True if the run was permitted to delete keys of its own jobs and to write foreign ones.
        public var mayChangeStore: Bool
        /// The fault kinds that the user's commands could inject.
        public var faults: Set<Fault.Kind>
        /// True if the deployment's logs could be read.
        public var hasLogs: Bool
        /// The number of workers that the user says there are; absent when nobody said so.
        public var expectedWorkers: Int?
        /// The addresses of single workers, at which jobs were begun and polled as well.
        public var replicas: [String]
        /// The HTTP statuses with which a wrong token may be refused; absent where the contract's 401 is the only one.
        public var refusals: Set<Int>?

        /// Creates a description of the access; by default that of a run on the scan API from outside.
        public init(
            userID: String? = nil,
            hasSecondUser: Bool,
            hasAdmin: Bool = false,
            usesTokens: Bool,
            offers: Set<Feature> = Feature.ofScans,
            hasStore: Bool = false,
            mayChangeStore: Bool = false,
            faults: Set<Fault.Kind> = [],
            hasLogs: Bool = false,
            expectedWorkers: Int? = nil,
            replicas: [String] = [],
            refusals: Set<Int>? = nil
        ) {
            self.userID = userID
            self.hasSecondUser = hasSecondUser
            self.hasAdmin = hasAdmin
            self.usesTokens = usesTokens
            self.offers = offers
            self.hasStore = hasStore
            self.mayChangeStore = mayChangeStore
            self.faults = faults
            self.hasLogs = hasLogs
            self.expectedWorkers = expectedWorkers
            self.replicas = replicas
            self.refusals = refusals
        }

        /// Reads a description; fields unknown to an older version count as unavailable, except the API's features.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                userID: try fields.decodeIfPresent(String.self, forKey: .userID),
                hasSecondUser: try fields.decode(Bool.self, forKey: .hasSecondUser),
                hasAdmin: try fields.decodeIfPresent(Bool.self, forKey: .hasAdmin) ?? false,
                usesTokens: try fields.decode(Bool.self, forKey: .usesTokens),
                offers: try fields.decodeIfPresent(Set<Feature>.self, forKey: .offers) ?? Feature.ofScans,
                hasStore: try fields.decodeIfPresent(Bool.self, forKey: .hasStore) ?? false,
                mayChangeStore: try fields.decodeIfPresent(Bool.self, forKey: .mayChangeStore) ?? false,
                faults: try fields.decodeIfPresent(Set<Fault.Kind>.self, forKey: .faults) ?? [],
                hasLogs: try fields.decodeIfPresent(Bool.self, forKey: .hasLogs) ?? false,
                expectedWorkers: try fields.decodeIfPresent(Int.self, forKey: .expectedWorkers),
                replicas: try fields.decodeIfPresent([String].self, forKey: .replicas) ?? [],
                refusals: try fields.decodeIfPresent(Set<Int>.self, forKey: .refusals)
            )
        }

        /// Writes a description, its sets in a fixed order so that equal histories have equal bytes.
        public func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encodeIfPresent(userID, forKey: .userID)
            try fields.encode(hasSecondUser, forKey: .hasSecondUser)
            try fields.encode(hasAdmin, forKey: .hasAdmin)
            try fields.encode(usesTokens, forKey: .usesTokens)
            try fields.encode(Feature.allCases.filter(offers.contains), forKey: .offers)
            try fields.encode(hasStore, forKey: .hasStore)
            try fields.encode(mayChangeStore, forKey: .mayChangeStore)
            try fields.encode(Fault.Kind.allCases.filter(faults.contains), forKey: .faults)
            try fields.encode(hasLogs, forKey: .hasLogs)
            try fields.encodeIfPresent(expectedWorkers, forKey: .expectedWorkers)
            if !replicas.isEmpty { try fields.encode(replicas, forKey: .replicas) }
            try fields.encodeIfPresent(refusals?.sorted(), forKey: .refusals)
        }

        private enum CodingKeys: String, CodingKey {
            case userID, hasSecondUser, hasAdmin, usesTokens, offers, hasStore, mayChangeStore, faults, hasLogs,
                refusals, expectedWorkers, replicas
        }
    }
}
