//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The result of one check: the verdict, and a summary.
public struct Finding: Sendable, Hashable {
    /// The verdict.
    public var verdict: Verdict
    /// The summary for people: the number of examples examined and of counterexamples, and the pattern.
    public var summary: String

    /// Creates a finding.
    public init(verdict: Verdict, summary: String) {
        self.verdict = verdict
        self.summary = summary
    }
}

extension Finding {
    /// A finding without enough evidence; what is missing serves as the summary.
    static func inconclusive(missing: String) -> Finding {
        Finding(verdict: .inconclusive(missing: missing), summary: missing)
    }

    /// A finding for a check that did not run; the reason serves as the summary.
    static func skipped(reason: String) -> Finding {
        Finding(verdict: .skipped(reason: reason), summary: reason)
    }
}
