//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceContract
public import ProbeHistory

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
    /// A flag that is true if a violation leads to the worst grade by itself.
    public var isDisqualifying: Bool
    /// A flag for a requirement that is met for certain only if requests reached several workers.
    public var restsOnCrossing: Bool
    /// The ids of requirements whose violation may follow from a violation of this one.
    public var explains: [String]
    /// A flag that is true if the machine's load can hide a violation, since the verdict rests on times.
    public var isTimed: Bool

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
        isDisqualifying: Bool = false,
        restsOnCrossing: Bool = false,
        explains: [String] = [],
        isTimed: Bool = false
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
        self.restsOnCrossing = restsOnCrossing
        self.explains = explains
        self.isTimed = isTimed
    }
}

extension Requirement {
    /// A requirement level as defined by RFC 2119.
    public enum Level: String, Codable, Sendable, Hashable, CaseIterable {
        case must = "MUST"
        case should = "SHOULD"
    }
}
