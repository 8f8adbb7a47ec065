//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceContract

/// One thing that a deployment has to do, as a sentence that a check decides.
///
/// Requirements are data: see the YAML files beside this one. Their ids are stable and never reused.
public struct Requirement: Sendable, Hashable, Identifiable {
    /// The stable id, such as `STAT-002`.
    public var id: String
    /// How binding the requirement is.
    public var level: Level
    /// The requirement, one sentence in the words of RFC 2119.
    public var statement: String
    /// Why it matters, and how doubtful answers count.
    public var why: String
    /// How it is tested: which requests are sent, and which answers speak against it.
    public var tested: String
    /// The headings of the contract and the sections of RFCs that the requirement rests on, the first one above all.
    public var sources: [Citation]
    /// The group that a plan selects the requirement by.
    public var group: RequirementGroup
    /// What must be available for the requirement to be decided.
    public var needs: [Need]
    /// What usually causes a violation, the most frequent first.
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
    /// How binding a requirement is, in the words of RFC 2119.
    public enum Level: String, Codable, Sendable, Hashable, CaseIterable {
        case must = "MUST"
        case should = "SHOULD"
    }

    /// What a requirement cannot be decided without.
    public enum Need: String, Codable, Sendable, Hashable, CaseIterable {
        /// A second user, whose jobs the first must not see.
        case secondUser = "second_user"
        /// A deployment that asks for tokens.
        case tokens
        /// An operator's token.
        case admin
        /// Reading the deployment's store.
        case storeAccess = "store_access"
        /// Leave to delete and write keys in the deployment's store.
        case storeChanges = "store_changes"
        /// The deployment's logs.
        case logs
        /// A command that kills a worker.
        case killWorker = "kill_worker"
        /// A command that stops a worker as an operator would.
        case stopWorker = "stop_worker"
        /// Commands that suspend a worker and let it go on.
        case pauseWorker = "pause_worker"
        /// A command that restarts Redis.
        case restartRedis = "restart_redis"
        /// Commands that suspend Redis and let it go on.
        case stopRedis = "stop_redis"
        /// Addresses in the initiation's answer.
        case links
        /// A status that counts steps.
        case steps
        /// A status that tells the share that is done.
        case percentage
        /// A status that shows what was found so far.
        case partialResults = "partial_results"
        /// Answers that name the id they are about.
        case echoedID = "echoed_id"
        /// Results that are opportunities, with their analysis.
        case opportunities
        /// Filters.
        case filters
        /// Ids that can be made up.
        case unknownIDs = "unknown_ids"
        /// Errors in the scan API's shape.
        case errors
        /// A limit on initiations.
        case rateLimit = "rate_limit"
        /// Calls for operators only.
        case diagnostics
        /// Metrics.
        case metrics
        /// Request ids.
        case requestIDs = "request_ids"
        /// Scans in Redis under the keys of the store's contract.
        case store
    }
}

extension Requirement.Need {
    /// Tells what is needed in the words of an API, with the option that gives it.
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

/// The groups of requirements, in the order of the catalogue.
public enum RequirementGroup: String, Codable, Sendable, Hashable, CaseIterable {
    case initiate
    case status
    case progress
    case results
    case rates
    case isolation
    case errors
    case latency
    case store
    case recovery
    case observability
}
