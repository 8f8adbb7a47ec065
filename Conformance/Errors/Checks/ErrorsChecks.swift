//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *errors*.
enum ErrorsChecks: CheckGroup {
    static let catalogue = CatalogueSource("errors.yaml", PackageResources.errors_yaml)

    static let all = [
        // ERR-001: A body that is not JSON MUST be answered 400 or 422.
        Check("ERR-001", on: [.initiate]) { Self.refused(.malformedJSON, with: [400, 422], $0) },
        // ERR-002: A JSON body with a value of the wrong type MUST be answered 422.
        Check("ERR-002", on: [.initiate]) { Self.refused(.wrongType, with: [422], $0) },
        // ERR-003: A body whose media type is not JSON MUST be answered 415 or 422.
        Check("ERR-003", on: [.initiate]) { Self.refused(.wrongMediaType, with: [415, 422], $0) },
        // ERR-004: A body over 64 KiB MUST be answered 413.
        Check("ERR-004", on: [.initiate]) { Self.refused(.oversizedBody, with: [413], $0) },
        // ERR-005: A method that a path does not have MUST be answered 405, with the ones it has in `Allow`.
        Check("ERR-005", on: [.status, .results, .initiate, .other]) {
            Self.refused(.wrongMethod, with: [405], header: "allow", $0)
        },
        // ERR-006: A path that the API does not have MUST be answered 404.
        Check("ERR-006", on: [.other]) { Self.refused(.unknownPath, with: [404], $0) },
        Check("ERR-007", on: Self.operations, find: ErrorBodyCheck.bodiesAreCalm),
        Check("ERR-008", on: Self.operations, find: noServerError),
        Check("ERR-009", on: [.initiate], find: RateLimitCheck.limitHolds),
        Check("ERR-010", on: [.initiate, .status, .results], find: StillServingCheck.servesAfterBadInput),
    ]

    private static let operations: Set<Event.Operation> = [.initiate, .status, .results, .other]

    /// The intents of requests that should be rejected for their content.
    static let badInput: [Event.Intent] = [
        .malformedJSON, .wrongType, .wrongMediaType, .oversizedBody, .wrongMethod, .unknownPath, .hostileID,
    ]

    /// ERR-001 to ERR-006.
    ///
    /// A 401, 403, 429 or a missing response is no evidence, and a 5xx is left to ERR-008.
    private static func refused(
        _ intent: Event.Intent,
        with right: Set<Int>,
        header: String? = nil,
        _ observations: Observations
    ) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for position in observations.probes {
            let event = observations.event(position)
            guard event.intent == intent, let response = event.outcome.response else { continue }
            guard ![401, 403, 429].contains(response.status), response.status < 500 else { continue }
            examined += 1
            if !right.contains(response.status) {
                counterexamples.append(Counterexample(position, "it was sent with \(intent.badInputName)"))
            } else if let header, response.headers[header, default: ""].isEmpty {
                counterexamples.append(Counterexample(position, "the answer has no \(header) header"))
            }
        }
        if examined == 0, let front = observations.frontAnswer(to: intent) { return front }
        let codes = right.sorted().map(String.init).joined(separator: " or ")
        return observations.finding(
            examined: examined,
            of: .probes,
            counterexamples: counterexamples,
            fault: "with \(intent.badInputName) were not answered \(codes)\(header.map { " with \($0)" } ?? "")",
            missing: "an answered request with \(intent.badInputName)"
        )
    }

    /// ERR-008: No bad input MUST be answered with a server error.
    ///
    /// A gateway sends 502, 503 and 504 by itself, so those only leave the input untested.
    @Sendable static func noServerError(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        var sent: Set<Event.Intent> = []
        var answered: Set<Event.Intent> = []
        for position in observations.probes {
            let event = observations.event(position)
            guard badInput.contains(event.intent) else { continue }
            sent.insert(event.intent)
            guard let status = event.outcome.response?.status, !(502...504).contains(status) else { continue }
            examined += 1
            answered.insert(event.intent)
            // RFC 9110 defines 501 for a method that the server does not know.
            guard status >= 500, !(status == 501 && event.intent == .wrongMethod) else { continue }
            counterexamples.append(Counterexample(position, "it was sent with \(event.intent.badInputName)"))
        }
        let untested = badInput.filter { sent.contains($0) && !answered.contains($0) }.map(\.badInputName)
        if sent.isEmpty, let front = badInput.lazy.compactMap(observations.frontAnswer).first { return front }
        let missing = untested.isEmpty ? ["bad input"] : untested
        return observations.finding(
            examined: untested.isEmpty || !counterexamples.isEmpty ? examined : 0,
            of: .probes,
            counterexamples: counterexamples,
            fault: "with bad input were answered with a server error",
            missing: "an answer of the deployment's own to \(missing.joined(separator: ", to "))"
        )
    }
}

extension Event.Intent {
    /// The kind of bad input, for people.
    var badInputName: String {
        switch self {
        case .malformedJSON: "a body that is not JSON"
        case .wrongType: "a value of the wrong type"
        case .wrongMediaType: "the wrong media type"
        case .oversizedBody: "a body over the limit"
        case .wrongMethod: "the wrong method"
        case .unknownPath: "an unknown path"
        case .hostileID: "a hostile id"
        default: "good input"
        }
    }
}
