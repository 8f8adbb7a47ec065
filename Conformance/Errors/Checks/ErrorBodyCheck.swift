//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// ERR-007: error responses to bad input are JSON and reveal no internals.
///
/// Responses that servers send before the application sees the request (414, 431) or gateways send in its place
/// (502–504) need not be JSON, and a response to HEAD has no body; all of them are searched for internals.
enum ErrorBodyCheck {
    /// ERR-007: An error MUST be JSON, never HTML, and MUST NOT tell of keys, addresses or stack traces.
    @Sendable static func bodiesAreCalm(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for position in observations.probes {
            let event = observations.event(position)
            guard ErrorsChecks.badInput.contains(event.intent), let response = event.outcome.response else { continue }
            guard response.status >= 400 else { continue }
            let mustBeJSON = ![414, 431, 502, 503, 504].contains(response.status) && event.method != "HEAD"
            if mustBeJSON { examined += 1 }
            if mustBeJSON, let fault = Self.formFault(of: response) {
                counterexamples.append(Counterexample(position, fault))
            } else if let leak = Leak.first(in: response.body ?? "", knownFrom: event) {
                counterexamples.append(Counterexample(position, "the body tells \(leak)"))
            }
        }
        return observations.finding(
            examined: counterexamples.isEmpty ? examined : max(examined, counterexamples.count),
            of: CountedNoun(one: "error answer", many: "error answers"),
            counterexamples: counterexamples,
            fault: "were not JSON, or told of the deployment's insides",
            missing: "an error answer to bad input"
        )
    }

    /// The violation in the form of an error response; `nil` when it is JSON, or may be.
    private static func formFault(of response: Response) -> String? {
        if response.headers["content-type", default: ""].lowercased().contains("html") { return "the body is HTML" }
        if response.parsed != nil { return nil }
        guard let body = response.body, !body.isEmpty else {
            return response.bodyBytes == 0 ? "the body is empty" : nil
        }
        if JSONValue(parsing: body) != nil { return nil }
        if body.drop(while: \.isWhitespace).first == "<" { return "the body is HTML" }
        // A truncated body cannot be parsed.
        return body.utf8.count < response.bodyBytes ? nil : "the body is not JSON"
    }
}
