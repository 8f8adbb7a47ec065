//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Requests that have to be rejected.
extension SoundRun {
    mutating func addProbes(_ number: Int) {
        let unknown = "scan_\(String(repeating: "f", count: 31))\(number)"
        let foreign = "scan_\(String(repeating: "e", count: 31))\(number)"
        for operation in [Event.Operation.status, .results] {
            let probes: [(Event.Intent, String, Outcome)] = [
                (.unknownID, unknown, .notFound(number)), (.foreignID, foreign, .notFound(number + 100)),
                (.noToken, foreign, .status(401)), (.malformedToken, foreign, .status(401)),
                (.unsignedToken, foreign, .status(401)), (.forgedToken, foreign, .status(401)),
                (.expiredToken, foreign, .status(401)),
            ]
            for (intent, id, outcome) in probes { addProbe(operation, intent, id, outcome) }
        }
    }

    /// Ids with special characters for a path or a pattern; any rejection is correct, even a proxy's.
    mutating func addHostileProbes() {
        let ids = ["*", "[a-z]*", "%2e%2e/status", "scan_*", "a\u{0}b", String(repeating: "x", count: 10_000)]
        let outcomes: [Outcome] = [
            .notFound(), .status(422), .status(400), .notFound(7), .failure(.connectionLost), .status(414),
        ]
        for operation in [Event.Operation.status, .results] {
            for (id, outcome) in zip(ids, outcomes) { addProbe(operation, .hostileID, id, outcome) }
        }
    }

    mutating func addDiagnostics() {
        for probe in 0..<3 {
            addProbe(.diagnostics, .adminToken, nil, .status(200), user: .admin)
            addProbe(.diagnostics, .userToken, nil, .status(probe == 2 ? 429 : 403))
        }
    }

    private mutating func addProbe(
        _ operation: Event.Operation,
        _ intent: Event.Intent,
        _ id: String?,
        _ outcome: Outcome,
        user: Event.User = .first
    ) {
        let sent = random(10...30)
        exchanges.append(
            Exchange(
                operation: operation,
                intent: intent,
                jobID: id,
                user: user,
                url: operation == .results ? Exchange.resultsURL(id ?? "") : Exchange.statusURL(id ?? ""),
                sent: sent,
                received: sent + 0.01,
                outcome: outcome
            )
        )
    }
}
