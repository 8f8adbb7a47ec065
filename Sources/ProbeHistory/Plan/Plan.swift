//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The steps of a run and their bounds.
///
/// A plan has a section for each workload, which lies beside that workload; checks read those that are here. Plans are
/// written in YAML, durations as seconds; `Conformance/Plans` has the built-in ones.
public struct Plan: Sendable, Hashable {
    /// The plan's name.
    public var name: String
    /// The plan's purpose, in a sentence.
    public var summary: String
    /// The requirement groups that the plan gathers evidence for.
    public var groups: [RequirementGroup]
    /// The time after which a request without a whole answer is given up.
    public var requestTimeout: Duration
    /// The time the whole run may take.
    public var runBudget: Duration
    /// The values of the sections by the names of section and key, those of unknown workloads included.
    var sections: [String: [String: JSONValue]]

    /// The sections that checks read.
    package static let judgedSections: [any PlanSection.Type] = [
        Jobs.self, Initiate.self, Status.self, Rates.self, Latency.self, Soak.self,
    ]

    /// Creates a plan, its sections with their defaults.
    public init(
        name: String,
        summary: String = "",
        groups: [RequirementGroup] = RequirementGroup.allCases,
        requestTimeout: Duration = .seconds(10),
        runBudget: Duration = .seconds(900)
    ) {
        self.name = name
        self.summary = summary
        self.groups = groups
        self.requestTimeout = requestTimeout
        self.runBudget = runBudget
        sections = [:]
        complete(Self.judgedSections)
    }

    /// The section of a workload; what the plan does not say is as by default.
    package subscript<Section: PlanSection>(_ type: Section.Type) -> Section {
        get {
            var section = Section()
            guard let values = sections[Section.name] else { return section }
            for key in Section.keys {
                if let value = values[key.name] { _ = key.set(&section, value) }
            }
            return section
        }
        set {
            sections[Section.name] = [:]
            for key in Section.keys { sections[Section.name]?[key.name] = key.value(newValue) }
        }
    }

    /// Sets a key as a person wrote it.
    ///
    /// - Returns: How the value would have to be; `nil` when it is right and was set.
    package mutating func set<Section: PlanSection>(_ key: PlanKey<Section>, to value: JSONValue) -> String? {
        if let objection = key.objection(value) { return objection }
        var section = self[Section.self]
        _ = key.set(&section, value)
        self[Section.self] = section
        return nil
    }

    /// Writes down the defaults of sections, so that a history tells all that was done.
    package mutating func complete(_ sections: [any PlanSection.Type]) {
        for section in sections { self.complete(section) }
    }

    private mutating func complete<Section: PlanSection>(_ section: Section.Type) { self[section] = self[section] }
}
