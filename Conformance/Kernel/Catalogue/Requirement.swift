//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceContract
public import ProbeHistory
import ProbeHistory

/// A requirement on a deployment: one sentence that a check decides.
///
/// Requirements are data: see the YAML files beside this one. Their ids are stable and never reused.
public struct Requirement: Sendable, Hashable, Identifiable {
    /// The stable id, such as `STAT-002`.
    public var id: String
    /// The requirement level.
    public var level: Level
    /// The requirement, one sentence in the words of RFC 2119.
    public var statement: String
    /// The reason for the requirement, and the treatment of ambiguous responses.
    public var why: String
    /// The test method: the requests that are sent, and the responses that violate the requirement.
    public var tested: String
    /// The headings of the contract and the sections of RFCs that the requirement rests on, the first one above all.
    public var sources: [Citation]
    /// The group that a plan selects the requirement by.
    public var group: RequirementGroup
    /// The preconditions for deciding the requirement.
    public var needs: [Need]
    /// Common causes of a violation, the most frequent first.
    public var causes: [String]

    /// Creates a requirement.
    public init(
        id: String,
        level: Level,
        statement: String,
        why: String,
        tested: String = "",
        sources: [Citation],
        group: RequirementGroup,
        needs: [Need] = [],
        causes: [String] = []
    ) {
        self.id = id
        self.level = level
        self.statement = statement
        self.why = why
        self.tested = tested
        self.sources = sources
        self.group = group
        self.needs = needs
        self.causes = causes
    }
}

extension Requirement {
    /// A requirement level as defined by RFC 2119.
    public enum Level: String, Codable, Sendable, Hashable, CaseIterable {
        case must = "MUST"
        case should = "SHOULD"
    }

    /// A precondition for deciding a requirement.
    public enum Need: String, Codable, Sendable, Hashable, CaseIterable {
        /// A second user, whose jobs the first must not see.
        case secondUser = "second_user"
        /// A deployment that requires tokens.
        case tokens
        /// An operator's token.
        case admin
        /// Read access to the deployment's store.
        case storeAccess = "store_access"
        /// Permission to delete and write keys in the deployment's store.
        case storeChanges = "store_changes"
        /// The deployment's logs.
        case logs
        /// A command that kills a worker.
        case killWorker = "kill_worker"
        /// A command that stops a worker gracefully.
        case stopWorker = "stop_worker"
        /// Commands that suspend and resume a worker.
        case pauseWorker = "pause_worker"
        /// A command that restarts Redis.
        case restartRedis = "restart_redis"
        /// Commands that suspend and resume Redis.
        case stopRedis = "stop_redis"
        /// Links in the initiation's response.
        case links
        /// A status that counts steps.
        case steps
        /// A status that reports a percentage.
        case percentage
        /// A status that includes partial results.
        case partialResults = "partial_results"
        /// Responses that echo the job id.
        case echoedID = "echoed_id"
        /// Results that are opportunities, with their analysis.
        case opportunities
        /// Filters.
        case filters
        /// Ids that can be invented for jobs that do not exist.
        case unknownIDs = "unknown_ids"
        /// Errors in the scan API's format.
        case errors
        /// A limit on initiations.
        case rateLimit = "rate_limit"
        /// Operator-only diagnostic calls.
        case diagnostics
        /// Metrics.
        case metrics
        /// Request ids.
        case requestIDs = "request_ids"
        /// Jobs stored in Redis under the keys of the store's contract.
        case store
    }
}

extension Requirement.Need {
    /// A description for people, with the option that provides it, in the words of the scan API.
    public var summary: String { self.summary(in: .ofScans) }

    /// Describes the need for people, with the option that provides it, in the words of an API.
    public func summary(in vocabulary: Vocabulary) -> String {
        switch self {
        case .secondUser: "a second user (--second-email)"
        case .tokens: "a deployment that asks for tokens"
        case .admin: "an operator (--admin-email)"
        case .storeAccess: "a look into the store (--redis)"
        case .storeChanges: "leave to change the store (--redis with --allow-changes)"
        case .logs: "the deployment's logs (--log-file)"
        case .killWorker, .stopWorker, .restartRedis: "a command for it (--fault-command \(self.rawValue)=…)"
        case .pauseWorker: "commands for it (--fault-command pause_worker=… and resume_worker=…)"
        case .stopRedis: "commands for it (--fault-command stop_redis=… and resume_redis=…)"
        case .links: "addresses in the initiation's answer"
        case .steps: "progress in steps"
        case .percentage: "progress in percent"
        case .partialResults: "partial results"
        case .echoedID: "answers that name the id they are about"
        case .opportunities: "results that are \(vocabulary.nouns.item.many)"
        case .filters: "filters"
        case .unknownIDs: "ids that can be made up"
        case .errors: "the \(vocabulary.nouns.job) API's errors"
        case .rateLimit: "a limit on initiations"
        case .diagnostics: "calls for operators"
        case .metrics: "metrics"
        case .requestIDs: "request ids"
        case .store: "\(vocabulary.nouns.job.many) in \(vocabulary.store) under the keys of the contract"
        }
    }
}
