//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks

/// What is known of a mutant: a deliberately faulty deployment that `scan-mutant` serves.
///
/// The prober knows the mutants by this list alone, since it never imports the server's modules.
public struct MutantDescription: Sendable, Hashable, Codable {
    /// The name on the command line.
    public var name: String
    /// What it does wrong, in a sentence.
    public var summary: String
    /// The requirements that every run of its plan shows it to violate; the first is the one that it is about.
    ///
    /// It errs in turn, never by chance, so that no run is spared.
    public var violates: [String]
    /// The requirements that a run may show it to violate as well, since one fault brings another with it.
    ///
    /// Whether it does depends on which worker a request happened to reach, and when. Nothing else may be blamed.
    public var consequences: [String]
    /// What has to be given to the prober for the mutant to be caught.
    public var needs: [Requirement.Need]
    /// The plan that shows it.
    public var plan: String

    /// Describes a mutant.
    public init(
        name: String,
        summary: String,
        violates: [String],
        consequences: [String] = [],
        needs: [Requirement.Need] = [],
        plan: String = "acceptance"
    ) {
        var seen = Set(violates)
        self.name = name
        self.summary = summary
        self.violates = violates
        self.consequences = consequences.filter { seen.insert($0).inserted }
        self.needs = needs
        self.plan = plan
    }
}

extension MutantDescription {
    /// What is wrong with a run's blame, in a sentence; `nil` when the run blames what it must and nothing that it may not.
    ///
    /// - Parameter failed: The requirements that the run failed on.
    /// - Returns: What is missing and what is too much.
    public func misjudgement(in failed: some Sequence<String>) -> String? {
        let failed = Set(failed)
        let missing = self.violates.filter { !failed.contains($0) }
        let excess = failed.subtracting(self.violates).subtracting(self.consequences).sorted()
        let parts = [
            missing.isEmpty ? nil : "not blamed on \(missing.joined(separator: ", "))",
            excess.isEmpty ? nil : "blamed on \(excess.joined(separator: ", ")), which it does not violate",
        ]
        .compactMap(\.self)
        return parts.isEmpty ? nil : "\(self.name) was \(parts.joined(separator: ", and "))"
    }
}
