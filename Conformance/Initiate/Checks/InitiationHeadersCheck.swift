//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// INIT-009: the header fields of an initiation's response give the URL to poll and the time to wait.
enum InitiationHeadersCheck {
    /// INIT-009: The answer to an initiation SHOULD carry `Location` with the poll address and `Retry-After` with the
    /// polling interval.
    @Sendable static func tellsWhereAndWhen(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for initiation in observations.initiations {
            guard let id = initiation.jobID, let response = observations.event(initiation.position).outcome.response
            else {
                continue
            }
            examined += 1
            let faults = [
                Self.fault(ofLocation: response, id: id, observations.nouns), Self.fault(ofRetryAfter: response),
            ].compactMap(
                \.self
            )
            guard !faults.isEmpty else { continue }
            counterexamples.append(Counterexample(initiation.position, faults.joined(separator: ", and ")))
        }
        return observations.finding(
            examined: examined,
            of: .initiations,
            counterexamples: counterexamples,
            fault: "did not say where or when to poll in the header fields",
            missing: "an accepted initiation",
            pattern: counterexamples.first?.remark
        )
    }

    /// A URL that contains the job id is accepted as well as the exact URL of the polls.
    private static func fault(ofLocation response: Response, id: String, _ nouns: Nouns) -> String? {
        guard let location = response.headers["location"], !location.isEmpty else { return "Location is missing" }
        if location.contains(id) || location == response.parsed?.pollURL { return nil }
        return "Location is \(JSONValue.string(location).shown), which does not name the \(nouns.job)"
    }

    /// Seconds or a date: RFC 9110 §10.2.3.
    private static func fault(ofRetryAfter response: Response) -> String? {
        guard let text = response.headers["retry-after"], !text.isEmpty else { return "Retry-After is missing" }
        let isSeconds = text.allSatisfy { ("0"..."9").contains($0) }
        let isDate = text.hasSuffix(" GMT")
        return isSeconds || isDate ? nil : "Retry-After is \(JSONValue.string(text).shown)"
    }
}
