//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The check of INIT-011.
enum KeyStartsTwiceCheck {
    /// INIT-011: Two initiations with the same key MUST begin one scan.
    @Sendable static func find(_ observations: Observations) -> Finding {
        var ids: [String: (id: String, position: Int)] = [:]
        var examined = 0
        var counterexamples: [Counterexample] = []
        for initiation in observations.initiations where initiation.intent == .repeated {
            guard let key = observations.event(initiation.position).job else { continue }
            guard case .accepted(let id) = initiation.reading else {
                // A refusal of the second one is right.
                if ids[key] != nil, initiation.reading == .refused { examined += 1 }
                continue
            }
            guard let first = ids[key] else {
                ids[key] = (id, initiation.position)
                continue
            }
            examined += 1
            guard first.id != id else { continue }
            counterexamples.append(
                Counterexample(
                    initiation.position,
                    "the same key had begun another \(observations.nouns.job)",
                    against: first.position
                )
            )
        }
        return observations.finding(
            examined: examined,
            of: .initiations,
            counterexamples: counterexamples,
            fault: "with a key that was used before began another \(observations.nouns.job)",
            missing: "two answered initiations with the same key"
        )
    }
}
