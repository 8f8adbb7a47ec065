//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// OBS-003: every response carries a request id, and log lines about a request carry the same one.
///
/// A response that a gateway (502–504) or the HTTP layer (414, 431) sends in the application's place is left out. Of
/// the log only lines about ids that only the prober has requested are examined.
enum RequestIDCheck {
    /// OBS-003: Every answer MUST carry a request id, and a log line about the request MUST have the same.
    @Sendable static func answersCarryIDs(_ observations: Observations) -> Finding {
        let logged = Self.unknownIDsInTheLog(observations.history.logs)
        /// The request ids of the responses about each unknown id, and the last of those.
        var asked: [String: (requests: Set<String>, position: Int)] = [:]
        var examined = 0
        var counterexamples: [Counterexample] = []
        let events = observations.history.events
        let front = Set(observations.frontAnswers)
        for position in events.indices where events[position].operation != .login {
            guard let response = events[position].outcome.response, !Self.isExempt(response.status) else { continue }
            guard !front.contains(position) else { continue }
            examined += 1
            guard let id = Self.requestID(of: response) else {
                counterexamples.append(Counterexample(position, "the answer has no request id"))
                continue
            }
            guard events[position].intent == .unknownID, let job = events[position].jobID else { continue }
            asked[job] = ((asked[job]?.requests ?? []).union([id]), position)
        }
        for (job, responses) in asked {
            guard let requests = logged[job], requests.isDisjoint(with: responses.requests) else { continue }
            counterexamples.append(Counterexample(responses.position, "the log tells of it without its request id"))
        }
        counterexamples.sort { $0.position < $1.position }
        return observations.finding(
            examined: examined,
            of: CountedNoun(one: "answer", many: "answers"),
            counterexamples: counterexamples,
            fault: "had no request id that the log has",
            missing: "an answer"
        )
    }

    /// Returns true if a response may come from a proxy, or precede the parsed request.
    private static func isExempt(_ status: Int) -> Bool {
        switch status {
        case 414, 431, 502, 503, 504: true
        default: false
        }
    }

    /// The request id in the header or in the body.
    static func requestID(of response: Response) -> String? {
        if let id = response.headers["x-request-id"], !id.isEmpty { return id }
        guard let body = response.body, body.containsBytes(of: "request_id") else { return nil }
        guard let id = JSONValue(parsing: body)?["request_id"]?.string, !id.isEmpty else { return nil }
        return id
    }

    /// The request ids of the log lines about failed lookups, by job id.
    private static func unknownIDsInTheLog(_ logs: [LogRecord]) -> [String: Set<String>] {
        var ids: [String: Set<String>] = [:]
        for record in logs where record.message.contains(OperatorMessagesCheck.unresolved) {
            guard let job = record.metadata["scan_id"] else { continue }
            ids[job, default: []].insert(record.metadata["request_id"] ?? "")
        }
        return ids
    }
}
