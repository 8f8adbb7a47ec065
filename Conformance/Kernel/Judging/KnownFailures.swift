//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The comparison of a judgement with a list of known failures.
///
/// The grade describes the deployment and is not changed. Known failures only affect the exit status of a run: a list
/// that hid failures from the grade would hide them from the readers of the report.
///
/// Source: `Conformance/Contract/judging.md#known-failures`.
public struct KnownFailures: Codable, Sendable, Hashable {
    /// The whole list.
    public var listed: [KnownFailure]
    /// The ids that are listed and did not pass, as expected.
    public var known: [String]
    /// The ids that are listed and passed: the list is out of date, and the run fails.
    public var passed: [String]
    /// The ids whose expiry date has passed: the run fails, whatever their verdicts.
    public var expired: [String]
    /// The overall verdict without the known failures.
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
    /// A requirement that was skipped, or spoilt by a failure of the prober, is neither known nor passed: there is no
    /// evidence.
    ///
    /// - Parameters:
    ///   - listed: The list.
    ///   - rulings: The ruling on each requirement.
    ///   - day: The day of the run, so that the result for a stored history never changes.
    ///   - initiationFailed: True if initiations were sent and none yielded a job.
    init(_ listed: [KnownFailure], rulings: [Judgement.Ruling], day: String, initiationFailed: Bool) {
        let verdicts = Dictionary(rulings.map { ($0.requirement.id, $0.verdict.kind) }) { first, _ in first }
        let current = listed.filter { !$0.isExpired(on: day) }.map(\.id)
        let known = current.filter { verdicts[$0] == .failed || verdicts[$0] == .inconclusive }
        self.listed = listed
        self.known = known
        passed = current.filter { verdicts[$0] == .passed }
        expired = listed.filter { $0.isExpired(on: day) }.map(\.id)
        let others = rulings.filter { !known.contains($0.requirement.id) }
        let isOutOfDate = !passed.isEmpty || !expired.isEmpty
        overall = isOutOfDate ? .fail : Grade(rulings: others, initiationFailed: initiationFailed).overall
    }

    /// A flag for a deployment that fails nothing but known failures.
    public var coverEverything: Bool { !known.isEmpty && overall == .pass }
}
