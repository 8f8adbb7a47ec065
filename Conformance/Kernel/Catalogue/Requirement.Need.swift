//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Requirement {
    /// Something that a requirement cannot be decided without.
    ///
    /// The catalogue spells a need as one word, that of the feature, the access or the fault; no two of them share one.
    public enum Need: Sendable, Hashable {
        /// A feature of the API, which the profile declares.
        case feature(Feature)
        /// An access that the operator of the deployment gives.
        case access(Access)
        /// A command that injects a fault.
        case fault(Fault.Kind)
    }
}

extension Requirement.Need {
    /// The access that an operator can give to a run.
    public enum Access: String, Sendable, Hashable, CaseIterable {
        /// A second user, whose jobs the first must not see.
        case secondUser = "second_user"
        /// A deployment that asks for tokens.
        case tokens
        /// An operator's token.
        case admin
        /// Reading the deployment's store.
        case store = "store_access"
        /// Leave to delete and write keys in the deployment's store.
        case storeChanges = "store_changes"
        /// The deployment's logs.
        case logs
    }

    /// The faults that an operator gives a command for; the prober injects and undoes the others by itself.
    private static let commands: [Fault.Kind] = [.killWorker, .stopWorker, .pauseWorker, .restartRedis, .stopRedis]
}

extension Requirement.Need: RawRepresentable, CaseIterable, Codable {
    /// Every need that the catalogue can name.
    public static let allCases: [Self] =
        Access.allCases.map(Self.access) + commands.map(Self.fault) + Feature.allCases.map(Self.feature)

    private static let byWord = Dictionary(allCases.map { ($0.rawValue, $0) }) { first, _ in first }

    /// The need of a word in the catalogue, or `nil` if it means none.
    public init?(rawValue: String) {
        guard let need = Self.byWord[rawValue] else { return nil }
        self = need
    }

    /// The word in the catalogue.
    public var rawValue: String {
        switch self {
        case .feature(let feature): feature.rawValue
        case .access(let access): access.rawValue
        case .fault(let fault): fault.rawValue
        }
    }
}

extension Requirement.Need {
    /// The need in words for people, with the option that meets it, in the words of the scan API.
    public var summary: String { summary(in: .ofScans) }

    /// Describes the need for people, with the option that meets it, in the words of an API.
    public func summary(in vocabulary: Vocabulary) -> String {
        switch self {
        case .feature(let feature): feature.summary(in: vocabulary)
        case .access(let access): access.summary
        case .fault(.pauseWorker): "commands for it (--fault-command pause_worker=… and resume_worker=…)"
        case .fault(.stopRedis): "commands for it (--fault-command stop_redis=… and resume_redis=…)"
        case .fault(let fault): "a command for it (--fault-command \(fault.rawValue)=…)"
        }
    }
}

extension Requirement.Need.Access {
    fileprivate var summary: String {
        switch self {
        case .secondUser: "a second user (--second-email)"
        case .tokens: "a deployment that asks for tokens"
        case .admin: "an operator (--admin-email)"
        case .store: "a look into the store (--redis)"
        case .storeChanges: "leave to change the store (--redis with --allow-changes)"
        case .logs: "the deployment's logs (--log-file)"
        }
    }
}

extension Feature {
    fileprivate func summary(in vocabulary: Vocabulary) -> String {
        switch self {
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
        case .addresses: "addresses in its answers"
        case .idempotency: "keys that make an initiation safe to repeat"
        case .cancel: "a call that cancels \(vocabulary.nouns.job.indefinite)"
        case .retention: "a time or a call after which \(vocabulary.nouns.job.indefinite) is forgotten"
        case .pages: "results in pages"
        case .list: "a list of \(vocabulary.nouns.job.many)"
        case .store: "\(vocabulary.nouns.job.many) in \(vocabulary.store) under the keys of the contract"
        }
    }
}
