//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RES-007: numbers are finite, times parse and carry an offset.
enum ValuesCheck {
    /// RES-007: Numbers in results MUST be finite, and times MUST be ISO 8601 with an offset.
    @Sendable static func numbersAndTimesAreSound(_ observations: Observations) -> Finding {
        observations.finding(
            onResultsOf: CountedNoun(one: "number or time", many: "numbers and times"),
            missing: "results with numbers or times in them that were read after completion"
        ) { body in
            var review = ResultsReview()
            Self.look(at: body.json, path: [], review: &review)
            for (index, opportunity) in body.opportunities.enumerated() {
                Self.look(at: opportunity["discovered_at"], path: "opportunities[\(index)].discovered_at", &review)
            }
            Self.look(at: body.json["last_updated"], path: "last_updated", &review)
            return review
        }
    }

    /// Examines every number, at any depth; members are visited in the order of their names, for reproducible
    /// findings.
    private static func look(at value: JSONValue, path: [String], review: inout ResultsReview) {
        switch value {
        case .number(let literal):
            review.examined += 1
            if value.double?.isFinite != true {
                review.faults.append("\(path.joined().dropFirst()) is \(literal.prefix(40)), not finite")
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                self.look(at: element, path: path + ["[\(index)]"], review: &review)
            }
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                self.look(at: member, path: path + [".\(name)"], review: &review)
            }
        case .null, .bool, .string:
            return
        }
    }

    /// Examines a time; a value that is not a string is left to RES-006.
    private static func look(at value: JSONValue?, path: String, _ review: inout ResultsReview) {
        guard let text = value?.string else { return }
        review.examined += 1
        switch WrittenTime(text) {
        case .complete: return
        case .withoutOffset: review.faults.append("\(path) is \(value?.shown ?? ""), without an offset")
        case .unreadable: review.faults.append("\(path) is \(value?.shown ?? ""), not a time of ISO 8601")
        }
    }
}
