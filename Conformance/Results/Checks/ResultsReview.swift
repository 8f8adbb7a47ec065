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

    /// The opportunities that it lists.
    var opportunities: [JSONValue] { self.json["opportunities"]?.array ?? [] }
}

/// What a look at one results body found.
struct ResultsReview {
    /// How many things were looked at.
    var examined = 0
    /// What is wrong with them, each with its path and value.
    var faults: [String] = []
}

extension Observations {
    /// Decides by looking at each distinct results body once.
    ///
    /// - Parameters:
    ///   - subject: What is looked at in a body.
    ///   - missing: What there would have to be for a decision.
    ///   - review: Looks at a body.
    /// - Returns: What came of it.
    func finding(
        onResultsOf subject: CountedNoun,
        missing: String,
        review: (ResultsBody) -> ResultsReview
    ) -> Finding {
        var bodies = 0
        var examined = 0
        var faults = 0
        var counterexamples: [Counterexample] = []
        self.forEachResultsBody { body in
            let review = review(body)
            bodies += 1
            examined += review.examined
            faults += review.faults.count
            guard let first = review.faults.first else { return }
            let more = review.faults.count > 1 ? ", and \(review.faults.count - 1) more" : ""
            counterexamples.append(Counterexample(body.position, first + more))
        }
        let inBodies = CountedNoun(one: "results body", many: "results bodies").counted(bodies)
        let looked = "\(subject.counted(examined)) in \(inBodies) examined"
        if let first = counterexamples.first {
            let counted = CountedNoun(one: "fault", many: "faults").counted(faults)
            return Finding(
                verdict: .failed(counterexamples.prefix(Evidence.limit).map(self.evidence)),
                summary: "\(looked), \(counted) in \(counterexamples.count) of the bodies: \(first.remark ?? "")"
            )
        }
        guard examined > 0 else { return .inconclusive(missing: missing) }
        return Finding(verdict: .passed, summary: "\(looked), none against")
    }

    /// Hands over each distinct body of the results reads after completion that delivered.
    ///
    /// Bodies of one job with the same list and length count as one: parsing them all is what judging would take longest
    /// for. One that was not kept whole is left out.
    func forEachResultsBody(_ look: (ResultsBody) -> Void) {
        struct Kind: Hashable {
            var digest: String?
            var bytes: Int
        }
        for job in self.jobs {
            var seen: Set<Kind> = []
            for read in job.readsAfterCompletion where read.isSuccess {
                let event = self.event(read.position)
                guard let response = event.outcome.response else { continue }
                let kind = Kind(digest: response.parsed?.digest, bytes: response.bodyBytes)
                guard seen.insert(kind).inserted, let json = self.parsed.json(of: event, at: read.position)
                else { continue }
                look(ResultsBody(position: read.position, job: job, json: json))
            }
        }
    }
}

extension CountedNoun {
    static func items(_ nouns: Nouns) -> CountedNoun { CountedNoun(one: nouns.item.one, many: nouns.item.many) }
}
