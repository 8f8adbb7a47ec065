//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

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
    /// The section of the contract, or the RFC, that the requirement comes from.
    public var source: String
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
        source: String,
        group: RequirementGroup,
        needs: [Need] = [],
        causes: [String] = []
    ) {
        self.id = id
        self.level = level
        self.statement = statement
        self.why = why
        self.source = source
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
        /// A second user, whose scans the first must not see.
        case secondUser = "second_user"
        /// A deployment that asks for tokens.
        case tokens
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
    case store
    case recovery
}
