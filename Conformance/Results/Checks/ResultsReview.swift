//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The body of a results read, as raw JSON.
struct ResultsBody {
    /// The position of the event in the history.
    var position: Int
    /// The job it belongs to.
    var job: ObservedJob
    /// The whole body.
    var json: JSONValue

    /// The opportunities in the body.
    var opportunities: [JSONValue] { json["opportunities"]?.array ?? [] }
}

/// The result of examining one results body.
struct ResultsReview {
    /// The number of examples examined.
    var examined = 0
    /// The violations, each with its path and value.
    var faults: [String] = []
}

extension Observations {
    /// Decides by examining each distinct results body once.
    ///
    /// - Parameters:
    ///   - subject: The noun for the examples in a body.
    ///   - missing: The evidence that a decision would need.
    ///   - review: Examines a body.
    /// - Returns: The finding.
    func finding(
        onResultsOf subject: CountedNoun,
        missing: String,
        review: (ResultsBody) -> ResultsReview
    ) -> Finding {
        var bodies = 0
        var examined = 0
        var faults = 0
        var counterexamples: [Counterexample] = []
        forEachResultsBody { body in
            let review = review(body)
            bodies += 1
            examined += review.examined
            faults += review.faults.count
            guard let first = review.faults.first else { return }
            let more = review.faults.count > 1 ? ", and \(review.faults.count - 1) more" : ""
            counterexamples.append(Counterexample(body.position, first + more))
        }
        let inBodies = CountedNoun(one: "results body", many: "results bodies")
        let looked = "\(subject.counted(examined)) in \(inBodies.counted(bodies)) examined"
        if let first = counterexamples.first {
            let counted = CountedNoun(one: "fault", many: "faults").counted(faults)
            return Finding(
                verdict: .failed(counterexamples.prefix(Evidence.limit).map(evidence)),
                summary: "\(looked), \(counted) in \(counterexamples.count) of the bodies: \(first.remark ?? "")"
            )
        }
        guard examined > 0 else { return .inconclusive(missing: missing) }
        // By bodies: what one of them lists has one origin.
        return Finding(verdict: .passed, summary: "\(looked), none against\(Missed.remark(bodies, inBodies))")
    }

    /// Calls the closure with each distinct body of the results reads after completion that delivered results.
    ///
    /// Bodies of one job with the same list and length are taken as equal, since parsing all of them would take most
    /// of the judging time. A truncated body is left out.
    func forEachResultsBody(_ look: (ResultsBody) -> Void) {
        struct Kind: Hashable {
            var digest: String?
            var bytes: Int
        }
        for job in jobs {
            var seen: Set<Kind> = []
            for read in job.readsAfterCompletion where read.isSuccess {
                let event = self.event(read.position)
                guard let response = event.outcome.response else { continue }
                let kind = Kind(digest: response.parsed?.digest, bytes: response.bodyBytes)
                guard seen.insert(kind).inserted, let json = parsed.json(of: event, at: read.position)
                else { continue }
                look(ResultsBody(position: read.position, job: job, json: json))
            }
        }
    }
}

extension CountedNoun {
    static func items(_ nouns: Nouns) -> CountedNoun { CountedNoun(one: nouns.item.one, many: nouns.item.many) }
}
