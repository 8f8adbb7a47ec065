//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// ISO-005: an id with special characters for a path, a pattern or a log gives access to no job.
///
/// Any rejection is correct, and so is the answer to an ordinary unknown id. A 502 to 504, a 429 or a closed connection is no evidence.
enum HostileIDCheck {
    /// ISO-005: An id with characters that mean something to a path, a pattern or a log MUST NOT reach anybody's scan.
    @Sendable static func reachesNobody(_ observations: Observations) -> Finding {
        var operations: Set<Event.Operation> = []
        var examined = 0
        var counterexamples: [Counterexample] = []
        let ordinary = observations.shapesOfUnknown
        for position in observations.probes {
            let event = observations.event(position)
            guard event.intent == .hostileID, let response = event.outcome.response else { continue }
            guard response.status != 429, !(502...504).contains(response.status) else { continue }
            examined += 1
            operations.insert(event.operation)
            // What any unknown id is answered says nothing about this one; a server error is left to ERR-008.
            if ordinary[event.operation]?.contains(ResponseShape(response, askedFor: event.jobID)) == true { continue }
            guard let fault = Self.fault(of: response, to: event, observations) else { continue }
            counterexamples.append(Counterexample(position, fault))
        }
        let missing = [Event.Operation.status, .results].filter { !operations.contains($0) }.map(\.rawValue)
        return observations.finding(
            examined: missing.isEmpty || !counterexamples.isEmpty ? examined : 0,
            of: .probes,
            counterexamples: counterexamples,
            fault: "with a hostile id were let through",
            missing: "an answer to a hostile id for \(missing.joined(separator: " and for "))",
            pattern: counterexamples.first?.remark
        )
    }

    private static func fault(of response: Response, to event: Event, _ observations: Observations) -> String? {
        guard StatusReading(event.outcome) != .notFound, response.status < 300 || response.status == 409 else {
            return nil
        }
        if let id = Self.job(in: response, askedFor: event.jobID, observations) {
            return "it tells of the \(observations.nouns.job) \(EventDescription.shortened(id))"
        }
        if response.parsed?.listed != nil { return "it lists \(observations.nouns.item.many)" }
        guard let state = response.parsed?.state, state != .unrecognised else { return nil }
        return "it tells the state of \(observations.nouns.job.indefinite)"
    }

    /// The known job whose id appears in a success although it was not requested.
    private static func job(in response: Response, askedFor hostile: String?, _ observations: Observations) -> String? {
        guard let body = response.body else { return nil }
        return observations.allJobs.lazy.map(\.id)
            .first { id in hostile?.containsBytes(of: id) != true && body.containsBytes(of: id) }
    }
}
