//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Judge {
    /// Judges a history by every requirement of the built-in catalogue.
    ///
    /// - Complexity: O(n log n) in the number of events.
    /// - Parameters:
    ///   - history: The history.
    ///   - knownFailures: The requirements that are known not to be met; `nil` when nobody keeps a list.
    /// - Returns: The judgement. A known failure changes no verdict and no grade in it.
    public static func judge(_ history: History, knownFailures: [KnownFailure]? = nil) -> Judgement {
        JudgingContext(history).judgement(knownFailures: knownFailures)
    }
}

extension JudgingContext {
    /// Judges the history by every requirement of the built-in catalogue.
    ///
    /// - Complexity: O(n log n) in the number of events.
    /// - Parameter knownFailures: The requirements that are known not to be met; `nil` when nobody keeps a list.
    /// - Returns: The judgement. A known failure changes no verdict and no grade in it.
    public func judgement(knownFailures: [KnownFailure]? = nil) -> Judgement {
        judgement(by: .builtIn, knownFailures: knownFailures)
    }
}
