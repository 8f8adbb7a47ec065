//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// What a list of known failures makes of a judgement.
///
/// The grade speaks of the deployment and stays what it is. What is known only takes part in whether a run is to be
/// called failed: a list that hid failures from the grade would hide them from whoever reads the report next.
///
/// Source: `Conformance/Contract/judging.md#known-failures`.
public struct KnownFailures: Codable, Sendable, Hashable {
    /// The whole list.
    public var listed: [KnownFailure]
    /// The ids that are listed and did not pass, as expected.
    public var known: [String]
    /// The ids that are listed and passed: the list is out of date, and the run fails.
    public var passed: [String]
    /// The ids whose last day is past: the run fails, whatever came of them.
    public var expired: [String]
    /// The overall verdict, apart from what is known.
    public var overall: Judgement.Overall

    private enum CodingKeys: String, CodingKey {
        case listed
        case known
        case passed
        case expired
        case overall = "verdict"
    }

    /// Applies a list to rulings.
    ///
    /// What was skipped or spoilt by the prober is neither known nor passed, since nothing was seen of it.
    ///
    /// - Parameters:
    ///   - listed: The list.
    ///   - rulings: What came of each requirement.
    ///   - day: The day of the run, so that a stored history is judged the same at any time.
    ///   - initiationFailed: Whether not a single initiation yielded a job although some were sent.
    init(_ listed: [KnownFailure], rulings: [Judgement.Ruling], day: String, initiationFailed: Bool) {
        let verdicts = Dictionary(rulings.map { ($0.requirement.id, $0.verdict.kind) }) { first, _ in first }
        let current = listed.filter { !$0.isExpired(on: day) }.map(\.id)
        let known = current.filter { verdicts[$0] == .failed || verdicts[$0] == .inconclusive }
        self.listed = listed
        self.known = known
        self.passed = current.filter { verdicts[$0] == .passed }
        self.expired = listed.filter { $0.isExpired(on: day) }.map(\.id)
        let others = rulings.filter { !known.contains($0.requirement.id) }
        let isOutOfDate = !self.passed.isEmpty || !self.expired.isEmpty
        self.overall = isOutOfDate ? .fail : Grade(rulings: others, initiationFailed: initiationFailed).overall
    }

    /// Whether nothing stands against the deployment but what is known.
    public var coverEverything: Bool { !self.known.isEmpty && self.overall == .pass }
}
