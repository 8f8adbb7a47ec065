//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The check of STAT-013.
enum ForgottenComesBackCheck {
    /// STAT-013: A scan that was deleted, or whose time is over, MUST be answered as not found.
    @Sendable static func find(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for position in observations.history.events.indices {
            let event = observations.event(position)
            guard event.intent == .expired, let isThere = Self.isThere(event) else { continue }
            examined += 1
            if isThere { counterexamples.append(Counterexample(position)) }
        }
        return observations.finding(
            examined: examined,
            of: .probes,
            counterexamples: counterexamples,
            fault: "after \(observations.nouns.job.indefinite) was deleted or its time was over found it",
            missing: "an answer about \(observations.nouns.job.indefinite) that was deleted, or whose time was over"
        )
    }

    /// Returns true if a response knows the job; `nil` when it does not tell.
    private static func isThere(_ event: Event) -> Bool? {
        switch event.operation {
        case .status:
            switch StatusReading(event.outcome) {
            case .found: return true
            case .notFound: return false
            case .unreadable, .noKnowledge: return nil
            }
        case .results:
            switch ResultsReading(event.outcome) {
            case .delivered, .pending, .failed: return true
            case .notFound: return false
            case .errorShaped, .noKnowledge: return nil
            }
        default: return nil
        }
    }
}
