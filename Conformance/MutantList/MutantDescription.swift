//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ScanRequirements

/// What is known of a mutant: a deliberately faulty deployment that `scan-mutant` serves.
///
/// The prober knows the mutants by this list alone, since it never imports the server's modules.
public struct MutantDescription: Sendable, Hashable, Codable {
    /// The name on the command line.
    public var name: String
    /// What it does wrong, in a sentence.
    public var summary: String
    /// The requirements that it violates, outright or by consequence; the prober may blame no other.
    ///
    /// The first is the one that it is about. A mutant violates it in every run: it errs in turn, never by chance.
    public var violates: [String]
    /// What has to be given to the prober for the mutant to be caught.
    public var needs: [Requirement.Need]
    /// The plan that shows it.
    public var plan: String

    /// Describes a mutant.
    public init(
        name: String,
        summary: String,
        violates: [String],
        needs: [Requirement.Need] = [],
        plan: String = "acceptance"
    ) {
        var seen: Set<String> = []
        self.name = name
        self.summary = summary
        self.violates = violates.filter { seen.insert($0).inserted }
        self.needs = needs
        self.plan = plan
    }
}
