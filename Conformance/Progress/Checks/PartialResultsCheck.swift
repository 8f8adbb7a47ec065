//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// PROG-005: there are at most ten partial results, and each is among the final results.
enum PartialResultsCheck {
    /// Source: `Conformance/Contract/api.md#partial-results`.
    static let most = 10

    /// PROG-005: Partial results SHOULD be at most ten, each of which survives into the final results.
    @Sendable static func partsSurvive(_ observations: Observations) -> Finding {
        var examined = 0
        var isCompared = false
        var counterexamples: [Counterexample] = []
        let final = observations.finalLists()
        for job in observations.jobs {
            observations.forEachPartialResults(of: job) { position, parts in
                examined += 1
                if parts.count > most {
                    counterexamples.append(Counterexample(position, "partial_results lists \(parts.count)"))
                } else if let final = final[job.id] {
                    isCompared = true
                    guard let lost = parts.firstIndex(where: { !final.contains(Name($0)) }) else { return }
                    let symbol = parts[lost]["symbol"]?.shown ?? parts[lost].shown
                    counterexamples.append(
                        Counterexample(position, "partial_results[\(lost)], \(symbol), is not among the final results")
                    )
                }
            }
        }
        guard examined > 0 else {
            return .skipped(reason: "no \(observations.nouns.job) was seen running with partial results")
        }
        return observations.finding(
            examined: isCompared || !counterexamples.isEmpty ? examined : 0,
            of: CountedNoun(one: "status poll with partial results", many: "status polls with partial results"),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "showed more than \(most), or what the final results do not have",
            missing:
                "the final results of \(observations.nouns.job.indefinite) that was seen running with partial ones",
            pattern: counterexamples.first?.remark
        )
    }
}

/// The identity of an opportunity; its figures may become more exact.
private struct Name: Hashable {
    private var members: [JSONValue?]

    init(_ opportunity: JSONValue) {
        members = ["strategy_id", "opportunity_type", "symbol", "exchange"].map { opportunity[$0] }
    }
}

extension Observations {
    /// The opportunities in the final results of each job.
    fileprivate func finalLists() -> [String: Set<Name>] {
        var lists: [String: Set<Name>] = [:]
        forEachResultsBody { body in
            lists[body.job.id, default: []].formUnion(body.opportunities.map(Name.init))
        }
        return lists
    }

    /// Calls the closure with each distinct, non-empty list of partial results of a running job.
    ///
    /// Polls with the same count and the same body length are taken as equal, so that few bodies are parsed.
    fileprivate func forEachPartialResults(of job: ObservedJob, _ look: (Int, [JSONValue]) -> Void) {
        struct Kind: Hashable {
            var found: Int?
            var bytes: Int
        }
        var seen: Set<Kind> = []
        for poll in job.polls where poll.state == .scanning && poll.namesOtherJob != true {
            let event = self.event(poll.position)
            guard let response = event.outcome.response else { continue }
            let kind = Kind(found: response.parsed?.progress?.found, bytes: response.bodyBytes)
            guard seen.insert(kind).inserted, let parts = event.answeredJSON?["partial_results"]?.array else {
                continue
            }
            if !parts.isEmpty { look(poll.position, parts) }
        }
    }
}
