//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The way in which an API's answers tell the state of a job, found by what changes from poll to poll.
struct StateReading: Sendable, Hashable {
    /// The kinds of telling.
    enum Kind: Sendable, Hashable {
        /// A word, or a boolean, at a place.
        case word(MemberPath)
        /// The HTTP status: one while the work goes on, another at the end.
        case status(running: Int, complete: Int)
        /// A member that is there only at the end.
        case sign(MemberPath)
    }

    /// The number of answers in which a word that says that the work goes on counts for more than one that never changed.
    private static let patience = 12

    let kind: Kind
    /// The words in the order in which they were seen.
    var words: [String] = []

    /// Finds the telling in the answers so far; `nil` where there is none.
    static func find(in polls: [SeenCall]) -> StateReading? {
        let answers = polls.filter { $0.status < 400 }
        guard !answers.isEmpty else { return nil }
        if let word = bestWord(in: answers) { return word }
        if let pending = answers.first(where: { $0.status == 202 })?.status,
            let last = answers.last, last.status != pending
        {
            return StateReading(kind: .status(running: pending, complete: last.status))
        }
        return nil
    }

    /// Finds a member that is there only at the end, for answers in which no word tells anything.
    static func sign(in polls: [SeenCall]) -> StateReading? {
        guard let first = polls.first(where: { $0.status < 400 }), let last = polls.last, first.time < last.time else {
            return nil
        }
        let place = last.leaves.first { leaf in
            !leaf.value.isEmpty && first.json.flatMap { leaf.place.follow(in: $0) }.map(\.isEmpty) ?? true
                && Words.nameResults(leaf.place.words)
        }?.place
        return place.map { StateReading(kind: .sign($0)) }
    }

    /// Returns the telling by the HTTP status where the job had ended before the first poll: the beginning was answered
    /// with 202, and every poll with something else.
    static func alreadyComplete(_ begins: [SeenCall], _ polls: [SeenCall]) -> StateReading? {
        guard begins.last?.status == 202, let status = polls.last?.status, status < 300, status != 202 else {
            return nil
        }
        return StateReading(kind: .status(running: 202, complete: status))
    }

    /// The meaning of the last answer, where its word or status tells.
    func meaning(of call: SeenCall) -> Words.Meaning? {
        switch kind {
        case .status(let running, let complete):
            call.status == running ? .running : call.status == complete ? .complete : nil
        case .sign(let place):
            call.json.flatMap { place.follow(in: $0) }.map { $0.isEmpty ? .running : .complete } ?? .running
        case .word(let place):
            call.json.flatMap { place.follow(in: $0) }.flatMap { Self.meaning(of: $0, at: place) }
        }
    }

    /// Returns the word that a value is.
    static func word(_ value: JSONValue) -> String? { value.string ?? value.bool.map(String.init) }

    private static func meaning(of value: JSONValue, at place: MemberPath) -> Words.Meaning? {
        if let isSo = value.bool {
            let goesOn = !Set(place.words).isDisjoint(with: ["running", "pending", "busy", "active", "processing"])
            return isSo != goesOn ? .complete : .running
        }
        return value.string.flatMap(Words.meaning(of:))
    }

    /// Returns the member that is likeliest to have the word for the state.
    private static func bestWord(in answers: [SeenCall]) -> StateReading? {
        var best: (reading: StateReading, score: Int)?
        let places = Set(answers.flatMap { $0.leaves.map(\.place) })
        for place in places.sorted(by: { ($0.steps.count, $0.description) < ($1.steps.count, $1.description) }) {
            let values = answers.compactMap { $0.json.flatMap { place.follow(in: $0) } }
            let words = values.compactMap(Self.word)
            guard !words.isEmpty, words.count == values.count, let score = score(place, values: values, words: words)
            else {
                continue
            }
            guard score - place.steps.count > best?.score ?? 0 else { continue }
            var distinct: [String] = []
            for word in words where distinct.last != word { distinct.append(word) }
            best = (StateReading(kind: .word(place), words: distinct), score - place.steps.count)
        }
        return best?.reading
    }

    private static func score(_ place: MemberPath, values: [JSONValue], words: [String]) -> Int? {
        let names = place.words
        let isChanging = Set(words).count > 1
        if values.allSatisfy({ $0.bool != nil }) {
            let isNamed = !Set(names).isDisjoint(with: [
                "done", "finished", "complete", "completed", "ready", "running", "pending", "processing", "ended",
            ])
            return isNamed ? (isChanging ? 30 : 14) : nil
        }
        guard words.allSatisfy({ $0.utf8.count <= 40 }), Set(words).count <= 8 else { return nil }
        let meanings = words.compactMap(Words.meaning(of:))
        let last = Words.split(place.name)
        let isNamed = Words.nameState(last)
        guard isNamed || isChanging && meanings.count == words.count else { return nil }
        var score = 0
        if isNamed { score += 12 }
        // `state` beside `status`: the other one often is a message.
        if last.contains("state") { score += 2 }
        if last.last == "status" || last.last == "state" { score += 1 }
        if isChanging { score += 14 }
        if meanings.count == words.count { score += 8 } else { score -= 4 }
        // An envelope may say `success` from the start on, beside the word of a job that waits.
        if isNamed, values.count <= patience, meanings.count == words.count, meanings.last?.isFinal == false {
            score += 6
        }
        if Set(names).isDisjoint(with: ["message", "error", "text", "info", "custom"]) {
            score += 2
        } else {
            score -= 8
        }
        return score
    }
}
