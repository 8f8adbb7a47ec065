//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// ISO-004: a user's token gives no access to the operator's diagnostics.
///
/// A success with an operator's token shows that the call exists; without it a refusal is no evidence.
enum DiagnosticsCheck {
    /// ISO-004: A user's token MUST NOT open the operator's diagnostics.
    @Sendable static func usersAreKeptOut(_ observations: Observations) -> Finding {
        var isOpenToOperators = false
        var examined = 0
        var counterexamples: [Counterexample] = []
        for position in observations.probes {
            let event = observations.event(position)
            guard event.operation == .diagnostics, let status = event.outcome.response?.status else { continue }
            let isOpen = (200..<300).contains(status)
            switch event.intent {
            case .adminToken:
                isOpenToOperators = isOpenToOperators || isOpen
            case .userToken where status != 429 && status < 500:
                examined += 1
                if isOpen { counterexamples.append(Counterexample(position, "sent with a user's token")) }
            default:
                continue
            }
        }
        return observations.finding(
            examined: isOpenToOperators || !counterexamples.isEmpty ? examined : 0,
            of: .probes,
            counterexamples: counterexamples,
            fault: "with a user's token opened diagnostics",
            missing: isOpenToOperators
                ? "an answer to a user's token"
                : "an operator's token that opens diagnostics, to see that they are there"
        )
    }
}
