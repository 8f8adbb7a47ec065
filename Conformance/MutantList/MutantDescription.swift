//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks

/// The description of a mutant: a deliberately faulty deployment that `scan-mutant` serves.
///
/// The prober knows the mutants by this list alone, since it never imports the server's modules.
public struct MutantDescription: Sendable, Hashable, Codable {
    /// The name on the command line.
    public var name: String
    /// The fault, in one sentence.
    public var summary: String
    /// The requirements that every run of its plan finds violated; the first is the target of the mutant.
    ///
    /// The fault is deterministic, so it occurs in every run.
    public var violates: [String]
    /// The cause that the mutant is: one of those that the catalogue has for the first violated requirement.
    public var cause: String
    /// Further requirements that a run may find violated, since one fault causes another.
    ///
    /// These depend on the worker that a request reaches, and on timing. No other requirement may fail.
    public var consequences: [String]
    /// The access that the prober needs to catch the mutant.
    public var needs: [Requirement.Need]
    /// The plan that reveals the fault.
    public var plan: String
    /// The properties of the fault that a run has to allow for.
    public var traits: [Trait]

    /// Describes a mutant; without a cause, it is the first one of the first violated requirement.
    public init(
        name: String,
        summary: String,
        violates: [String],
        consequences: [String] = [],
        cause: String? = nil,
        needs: [Requirement.Need] = [],
        plan: String = "acceptance",
        traits: [Trait] = []
    ) {
        var seen = Set(violates)
        self.name = name
        self.summary = summary
        self.violates = violates
        let causes = violates.first.flatMap { Catalogue.builtIn[$0]?.causes } ?? []
        self.cause = cause ?? causes.first ?? ""
        self.consequences = consequences.filter { seen.insert($0).inserted }
        self.needs = needs
        self.plan = plan
        self.traits = traits
    }
}

extension MutantDescription {
    /// A property of a fault that a run has to allow for.
    public enum Trait: String, Codable, Sendable, Hashable, CaseIterable {
        /// The fault is so rare that it takes the whole plan.
        case intermittent
        /// The fault is in so few jobs that it takes the initiations beyond the plan's own.
        case rare
        /// Scans are not found or never end, so each of them takes every poll of the plan.
        case endless
        /// The fault shows only between polls at two paces.
        case paced
        /// The fault is in the lifetime of a key, which is measured to a second.
        case lifetime
    }
}

/// The difference between the failures of a run against a mutant and the expected ones.
public struct Misjudgement: Sendable, Hashable, CustomStringConvertible {
    /// The mutant's name.
    public var mutant: String
    /// The requirements that the mutant violates and the run did not fail.
    public var missing: [String]
    /// The requirements that the run failed and the mutant does not violate.
    public var excess: [String]

    /// The difference in a sentence.
    public var description: String {
        let parts = [
            missing.isEmpty ? nil : "not blamed on \(missing.joined(separator: ", "))",
            excess.isEmpty ? nil : "blamed on \(excess.joined(separator: ", ")), which it does not violate",
        ]
        .compactMap(\.self)
        return "\(mutant) was \(parts.joined(separator: ", and "))"
    }
}

extension MutantDescription {
    /// Compares a run's failures with the expected ones.
    ///
    /// - Parameter failed: The requirements that the run failed on.
    /// - Returns: The missing and the unexpected failures; `nil` when there are none.
    public func misjudgement(in failed: some Sequence<String>) -> Misjudgement? {
        let failed = Set(failed)
        let missing = violates.filter { !failed.contains($0) }
        let excess = failed.subtracting(violates).subtracting(consequences).sorted()
        guard !missing.isEmpty || !excess.isEmpty else { return nil }
        return Misjudgement(mutant: name, missing: missing, excess: excess)
    }
}

extension MutantDescription {
    /// Reads a description; one that names no cause has the first one of the requirement.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try fields.decode(String.self, forKey: .name),
            summary: try fields.decode(String.self, forKey: .summary),
            violates: try fields.decode([String].self, forKey: .violates),
            consequences: try fields.decode([String].self, forKey: .consequences),
            cause: try fields.decodeIfPresent(String.self, forKey: .cause),
            needs: try fields.decode([Requirement.Need].self, forKey: .needs),
            plan: try fields.decode(String.self, forKey: .plan),
            traits: try fields.decode([Trait].self, forKey: .traits)
        )
    }
}
