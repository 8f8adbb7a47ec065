//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// An event that violates a requirement.
struct Counterexample {
    /// The position of the event in the history.
    var position: Int
    /// A description of the violation that the response itself does not show.
    var remark: String?
    /// The position of the earlier event that the response contradicts.
    var against: Int?

    init(_ position: Int, _ remark: String? = nil, against: Int? = nil) {
        self.position = position
        self.remark = remark
        self.against = against
    }
}

/// The noun for the examples of a check, in singular and plural.
struct CountedNoun {
    var one: String
    var many: String

    static let polls = CountedNoun(one: "status poll", many: "status polls")
    static let firstPolls = CountedNoun(one: "first poll", many: "first polls")
    static let reads = CountedNoun(one: "results read", many: "results reads")
    static let initiations = CountedNoun(one: "initiation", many: "initiations")
    static let probes = CountedNoun(one: "probe", many: "probes")

    static func jobs(_ nouns: Nouns) -> CountedNoun { CountedNoun(one: nouns.job.one, many: nouns.job.many) }

    func counted(_ count: Int) -> String { count == 1 ? "1 \(one)" : "\(count) \(many)" }
}

extension Observations {
    /// Decides by counterexamples: a single one fails the requirement, and without any example the finding is
    /// inconclusive.
    ///
    /// - Parameters:
    ///   - examined: The number of examples examined.
    ///   - subject: The noun for the examples.
    ///   - counterexamples: The examples that violate the requirement, in the order of the history.
    ///   - fault: The description of the violation, such as `were answered not_found`.
    ///   - missing: The evidence that a decision would need.
    ///   - pattern: The pattern that the counterexamples share, if any.
    /// - Returns: The finding.
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
                verdict: .failed(counterexamples.prefix(Evidence.limit).map(evidence)),
                summary: [count, pattern()].compactMap(\.self).joined(separator: "; ")
            )
        }
        guard examined > 0 else { return .inconclusive(missing: missing) }
        return Finding(
            verdict: .passed,
            summary: "\(subject.counted(examined)) examined, none against\(Missed.remark(examined, subject))"
        )
    }

    /// Makes a counterexample into a piece of evidence.
    func evidence(_ counterexample: Counterexample) -> Evidence {
        let event = self.event(counterexample.position)
        var note = EventDescription.line(event, nouns: nouns)
        if let remark = counterexample.remark { note += "; \(remark)" }
        if let against = counterexample.against {
            note += "; \(EventDescription.reference(self.event(against), nouns: nouns))"
        }
        return Evidence(event: event.id, note: note, against: counterexample.against.map { self.event($0).id })
    }
}
