//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// An event that speaks against a requirement.
struct Counterexample {
    /// The position of the event in the history.
    var position: Int
    /// What is wrong with the answer, where the answer itself does not show it.
    var remark: String?
    /// The position of the earlier event that the answer contradicts.
    var against: Int?

    init(_ position: Int, _ remark: String? = nil, against: Int? = nil) {
        self.position = position
        self.remark = remark
        self.against = against
    }
}

/// What the examples of a check are called.
struct CountedNoun {
    var one: String
    var many: String

    static let polls = CountedNoun(one: "status poll", many: "status polls")
    static let reads = CountedNoun(one: "results read", many: "results reads")
    static let initiations = CountedNoun(one: "initiation", many: "initiations")
    static let probes = CountedNoun(one: "probe", many: "probes")

    static func jobs(_ nouns: Nouns) -> CountedNoun { CountedNoun(one: nouns.job.one, many: nouns.job.many) }

    func counted(_ count: Int) -> String { count == 1 ? "1 \(self.one)" : "\(count) \(self.many)" }
}

extension Observations {
    /// Decides by counterexamples: one is enough to fail, and without a single example nothing passes.
    ///
    /// - Parameters:
    ///   - examined: How many examples were looked at.
    ///   - subject: What an example is.
    ///   - counterexamples: The examples that speak against the requirement, in the order of the history.
    ///   - fault: What is wrong with them, such as `were answered not_found`.
    ///   - missing: What there would have to be for a decision.
    ///   - pattern: What the counterexamples have in common, if anything.
    /// - Returns: What came of it.
    func finding(
        examined: Int,
        of subject: CountedNoun,
        counterexamples: [Counterexample],
        fault: String,
        missing: String,
        pattern: @autoclosure () -> String? = nil
    ) -> Finding {
        guard counterexamples.isEmpty else {
            let count = "\(counterexamples.count) of \(subject.counted(examined)) \(fault)"
            return Finding(
                verdict: .failed(counterexamples.prefix(Evidence.limit).map(self.evidence)),
                summary: [count, pattern()].compactMap(\.self).joined(separator: "; ")
            )
        }
        guard examined > 0 else { return .inconclusive(missing: missing) }
        return Finding(verdict: .passed, summary: "\(subject.counted(examined)) examined, none against")
    }

    /// Tells what an event proves.
    func evidence(_ counterexample: Counterexample) -> Evidence {
        let event = self.event(counterexample.position)
        var note = EventDescription.line(event, nouns: self.nouns)
        if let remark = counterexample.remark { note += "; \(remark)" }
        if let against = counterexample.against { note += "; \(EventDescription.reference(self.event(against), nouns: self.nouns))" }
        return Evidence(event: event.id, note: note, against: counterexample.against.map { self.event($0).id })
    }
}
