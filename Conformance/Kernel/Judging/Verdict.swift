//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The verdict of a check on a requirement.
public enum Verdict: Sendable, Hashable {
    /// There was evidence, and none of it violates the requirement.
    case passed
    /// The requirement is violated; the evidence proves it. At most ``Evidence/limit`` pieces are kept.
    case failed([Evidence])
    /// There is not enough evidence to decide; the text names the missing evidence.
    case inconclusive(missing: String)
    /// The requirement was not checked, for a reason that is not the deployment's fault.
    case skipped(reason: String)
    /// The prober failed; there is no evidence about the deployment.
    case harnessError(String)

    /// The kind of verdict, without its reason.
    public var kind: Kind {
        switch self {
        case .passed: .passed
        case .failed: .failed
        case .inconclusive: .inconclusive
        case .skipped: .skipped
        case .harnessError: .harnessError
        }
    }

    /// The events that prove a failure; empty for every other verdict.
    public var evidence: [Evidence] {
        guard case .failed(let evidence) = self else { return [] }
        return evidence
    }
}

extension Verdict {
    /// The kinds of verdicts, by the words of reports.
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// There was evidence, and none of it speaks against the requirement.
        case passed
        /// The requirement is violated.
        case failed
        /// There is not enough evidence to decide.
        case inconclusive
        /// The requirement was not looked at.
        case skipped
        /// The prober failed.
        case harnessError = "harness_error"
    }
}

/// An event of the history that speaks against a requirement.
public struct Evidence: Sendable, Hashable {
    /// The maximum number of pieces of evidence in a verdict; the summary gives the full number.
    public static let limit = 50

    /// The number of the event.
    public var event: Int
    /// The request, its response, and the violation.
    public var note: String
    /// The number of the earlier event that this one contradicts, if it is another one.
    public var against: Int?

    /// Creates a piece of evidence.
    public init(event: Int, note: String, against: Int? = nil) {
        self.event = event
        self.note = note
        self.against = against
    }
}
