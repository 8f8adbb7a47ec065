//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The check of STAT-014.
enum UnlistedCheck {
    /// A list with fewer ids is taken as whole: no page is that small.
    private static let smallestPage = 10

    /// STAT-014: A scan whose initiation was answered MUST be in the list of scans.
    @Sendable static func find(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        var named: [String: (received: Instant, position: Int)] = [:]
        for position in observations.history.events.indices {
            let event = observations.event(position)
            guard event.operation == .list, let id = event.jobID, let response = event.outcome.response,
                (200..<300).contains(response.status), let ids = response.parsed?.items
            else { continue }
            let before = named[id].flatMap { $0.received <= event.sent ? $0 : nil }
            if ids.contains(id) {
                examined += 1
                if event.received < named[id]?.received ?? .max { named[id] = (event.received, position) }
            } else if let before {
                examined += 1
                counterexamples.append(Counterexample(position, against: before.position))
            } else if ids.count < smallestPage {
                examined += 1
                counterexamples.append(Counterexample(position))
            }
        }
        return observations.finding(
            examined: examined,
            of: .probes,
            counterexamples: counterexamples,
            fault: "for the list of \(observations.nouns.job.many) did not get one that had been begun",
            missing: "a list that tells whether \(observations.nouns.job.indefinite) is in it"
        )
    }
}
