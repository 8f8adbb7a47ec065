//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The place of a job's results.
enum ResultsPlace: Sendable, Hashable {
    /// In the status, at a member.
    case inline(MemberPath)
    /// The whole answer of the status at the end.
    case whole
    /// At an address that the last poll's `Location` names.
    case redirect(Int)
    /// At a path of their own.
    case path(String)
    /// At an address in the beginning's answer or in the status.
    case address(Finding, inStatus: Bool)

    /// The members of the last answer that may have the results, the likeliest first, each with its strength.
    static func inline(in polls: [SeenCall], state: StateReading?, id: String?) -> [(place: MemberPath, isStrong: Bool)]
    {
        guard let last = polls.last, last.json != nil else { return [] }
        let running = polls.filter { call in
            call.status < 400 && call.json != nil && state?.meaning(of: call)?.isFinal == false
        }
        var scored: [(place: MemberPath, score: Int)] = []
        for leaf in last.leaves where !leaf.value.isEmpty {
            if case .word(let place) = state?.kind, place == leaf.place || leaf.place.contains(place) { continue }
            let earlier = running.map { $0.json.flatMap { leaf.place.follow(in: $0) } }
            let isNew = !running.isEmpty && earlier.allSatisfy { $0?.isEmpty ?? true }
            let hasGrown = !running.isEmpty && leaf.value.array != nil && earlier.contains { $0 != leaf.value }
            let words = Words.split(leaf.place.name)
            let isNamed = Words.nameResults(words)
            // What is about the course of the work changes at its end, too.
            if !isNamed, Words.nameCourse(words) { continue }
            if let text = leaf.value.string, text == id || isTime(text) { continue }
            guard isNamed || isNew || hasGrown else { continue }
            guard !isNamed || isNew || hasGrown || running.isEmpty else { continue }
            var score = -3 * leaf.place.steps.count
            if isNamed { score += 20 }
            if isNew || hasGrown { score += 10 }
            if leaf.value.array != nil || leaf.value.object != nil { score += 4 }
            scored.append((leaf.place, score))
        }
        return scored.sorted { ($0.score, $1.place.description) > ($1.score, $0.place.description) }
            .map { (place: $0.place, isStrong: $0.score >= 17) }
    }

    /// The member that stands for the results of an API without any: one that is there only at the end, else the word for
    /// the state.
    static func leftOver(in polls: [SeenCall], state: StateReading) -> MemberPath? {
        guard case .word(let word) = state.kind, let last = polls.last else { return nil }
        let running = polls.filter { $0.status < 400 && state.meaning(of: $0)?.isFinal == false }
        let new = last.leaves.first { leaf in
            leaf.value.string.map { !$0.isEmpty && !isTime($0) } == true && leaf.place != word && !running.isEmpty
                && running.allSatisfy { $0.json.flatMap { leaf.place.follow(in: $0) }?.isEmpty ?? true }
        }
        return new?.place ?? word
    }

    private static func isTime(_ text: String) -> Bool {
        text.count >= 10 && text.prefix(10).contains(/^\d{4}-\d\d-\d\d/)
    }
}

/// Numbers that tell how far a job has come.
struct ProgressReading: Sendable, Hashable {
    var percentage: MemberPath?
    var completed: MemberPath?
    var total: MemberPath?
    /// The reason that steps are neither read nor promised.
    var doubt: String?

    /// Finds the numbers that grow.
    static func find(in polls: [SeenCall]) -> ProgressReading {
        let answers = polls.filter { $0.status < 400 && $0.json != nil }
        var reading = ProgressReading()
        guard let last = answers.last, answers.count >= 2 else { return reading }
        func values(_ place: MemberPath) -> [Double?] {
            answers.map { $0.json.flatMap { place.follow(in: $0) }?.double }
        }
        let numbers = last.leaves.filter { $0.value.double != nil }
        for leaf in numbers {
            let words = leaf.place.words
            let seen = values(leaf.place).compactMap(\.self)
            guard seen.count == answers.count, seen == seen.sorted(), let end = seen.last, seen[0] < end else {
                continue
            }
            let isNamed = !Set(words).isDisjoint(with: ["percent", "percentage", "pct", "progress"])
            let isCurrent = !Set(Words.split(leaf.place.name)).isDisjoint(with: [
                "current", "completed", "done", "total",
            ])
            if isNamed, !isCurrent, end <= 100, end > 1, reading.percentage == nil { reading.percentage = leaf.place }
        }
        for leaf in numbers where leaf.value.int != nil {
            let words = Words.split(leaf.place.name)
            guard words.contains("total") || words == ["of"], let stem = Self.stem(words, without: ["total", "of"])
            else { continue }
            let partner = numbers.first { other in
                other.place.steps.dropLast() == leaf.place.steps.dropLast() && other.value.int != nil
                    && Self.stem(
                        Words.split(other.place.name),
                        without: ["current", "completed", "done", "processed", "finished"]
                    ) == stem
            }
            guard let partner else { continue }
            let totals = Set(values(leaf.place))
            let counts = values(partner.place).compactMap(\.self)
            (reading.completed, reading.total) = (partner.place, leaf.place)
            if totals.count > 1 {
                reading.doubt = "the number of all steps changes"
            } else if counts != counts.sorted() || counts.count != answers.count {
                reading.doubt = "the number of completed steps shrinks or is missing"
            } else if let most = totals.first.flatMap(\.self), counts.contains(where: { $0 > most }) {
                reading.doubt = "more steps are completed than there are"
            }
            break
        }
        return reading
    }

    /// The words besides those that say which number it is; `nil` where none of them is there.
    private static func stem(_ words: [String], without names: Set<String>) -> [String]? {
        words.contains(where: names.contains) ? words.filter { !names.contains($0) } : nil
    }
}
