//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The words for the states of a job, from what was seen and from what usually belongs to it.
struct StateWords: Sendable {
    /// The place of the word in the status.
    let place: MemberPath?
    /// Other places, in the answer to the beginning.
    var beginPlaces: [MemberPath] = []
    /// The words of each state.
    var words: [Words.Meaning: [String]] = [:]
    /// The origin of the words, for a comment.
    var reason = ""
    /// The place of a word about an id that no job has, if it is another one.
    var unknownPlace: MemberPath?
    /// The word about an id that no job has.
    var unknownWord: String?

    init(_ seen: Exploration) {
        guard case .word(let place) = seen.state.kind else {
            self.place = nil
            return
        }
        self.place = place
        let first = Self.words(at: place, in: seen.polls)
        let second = Self.words(at: place, in: seen.secondPolls)
        let begun = beginWords(seen, place)
        var order: [String] = []
        for word in begun + second + first where !order.contains(word) { order.append(word) }
        // The last word of a job is that of its end.
        if let last = first.last {
            order.removeAll { $0 == last }
            order.append(last)
        }
        sort(order, isBoolean: seen.polls.last?.json.flatMap { place.follow(in: $0) }?.bool != nil)
        addUsual(order)
        readUnknown(seen, place)
    }

    private static func words(at place: MemberPath, in polls: [SeenCall]) -> [String] {
        polls.filter { $0.status < 400 }.compactMap {
            $0.json.flatMap { place.follow(in: $0) }.flatMap(StateReading.word)
        }
    }

    /// The words for the state in the answers to the beginning, at the same place or at one of the same name.
    private mutating func beginWords(_ seen: Exploration, _ place: MemberPath) -> [String] {
        var words: [String] = []
        for begin in seen.begins {
            if let word = begin.json.flatMap({ place.follow(in: $0) }).flatMap(StateReading.word) {
                words.append(word)
                continue
            }
            let other = begin.leaves.first { leaf in
                leaf.place.name == place.name && leaf.value.string.flatMap(Words.meaning(of:)) != nil
                    && leaf.value.string.flatMap(Words.meaning(of:)) != .complete
            }
            guard let other, let word = other.value.string else { continue }
            words.append(word)
            if !beginPlaces.contains(other.place) { beginPlaces.append(other.place) }
        }
        return words
    }

    private mutating func sort(_ order: [String], isBoolean: Bool) {
        for (index, word) in order.enumerated() {
            let isLast = index == order.count - 1
            var meaning =
                isLast ? Words.Meaning.complete : Words.meaning(of: word) ?? (index == 0 ? .waiting : .running)
            // A word such as `ready` before the end does not mean the end.
            if !isLast, isBoolean || meaning.isFinal || meaning == .notFound { meaning = .running }
            words[meaning, default: []].append(word)
        }
    }

    /// Adds the words that were not seen, of the same system or of the same form.
    private mutating func addUsual(_ order: [String]) {
        let seenList = order.joined(separator: ", ")
        if let family = StateFamily.best(for: order) {
            for (meaning, list) in family.words {
                for word in list where !order.contains(word) { words[meaning, default: []].append(word) }
            }
            reason = "Seen: \(seenList). The others are those that \(family.name) has besides."
            return
        }
        guard let last = order.last, last != "true", last != "false" else {
            reason = "Seen: \(seenList). A word for a failed job was not seen."
            return
        }
        let form: (String) -> String =
            last == last.uppercased()
            ? { $0.uppercased() }
            : last == last.lowercased() ? { $0 } : { $0.prefix(1).uppercased() + $0.dropFirst() }
        for (meaning, list) in [
            (Words.Meaning.failed, ["failed", "error"]), (.cancelled, ["cancelled", "canceled"]),
            (.waiting, ["pending", "queued"]),
            (.running, ["running"]),
        ] {
            for word in list.map(form) where !order.contains(word) { words[meaning, default: []].append(word) }
        }
        reason =
            "Seen: \(seenList). The others are usual words, which this API may not have: take out or add as its documentation says."
    }

    private mutating func readUnknown(_ seen: Exploration, _ place: MemberPath) {
        guard let answer = seen.unknown?.status, answer.status < 400, let json = answer.json else { return }
        let known = Set(words.values.joined())
        if let word = place.follow(in: json).flatMap(StateReading.word) {
            guard Words.meaning(of: word) == .notFound || Words.meaning(of: word) == .failed, !isSeen(word, seen, place)
            else { return }
            unknownWord = word
        } else {
            let leaf = answer.leaves.first { leaf in
                Words.nameState(Words.split(leaf.place.name))
                    && leaf.value.string.map { !known.contains($0) || ["error", "not_found"].contains($0) } == true
            }
            guard let leaf, let word = leaf.value.string else { return }
            (unknownPlace, unknownWord) = (leaf.place, word)
        }
        guard let unknownWord else { return }
        for meaning in words.keys { words[meaning]?.removeAll { $0 == unknownWord } }
        words[.notFound] = [unknownWord]
    }

    private func isSeen(_ word: String, _ seen: Exploration, _ place: MemberPath) -> Bool {
        Self.words(at: place, in: seen.allPolls).contains(word)
    }
}
