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
    /// A flag that is true if a violation leads to the worst grade by itself.
    public var isDisqualifying: Bool

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
        causes: [String] = [],
        isDisqualifying: Bool = false
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
        self.isDisqualifying = isDisqualifying
    }
}

extension Requirement {
    /// How binding a requirement is, in the words of RFC 2119.
    public enum Level: String, Codable, Sendable, Hashable, CaseIterable {
        case must = "MUST"
        case should = "SHOULD"
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
