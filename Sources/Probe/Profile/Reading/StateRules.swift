//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The rules by which an answer tells the state of a job; the first that fits counts.
///
/// | HTTP status | body | state |
/// |---|---|---|
/// | of *not found* | any | `notFound` |
/// | 300 and above, not named by the call | any | none: the answer is about the request |
/// | any other | a sign of a final state | that state |
/// | any other | a word | the state of the word, `unrecognised` for an unknown one |
/// | any other | the sign of *running* | `scanning` |
/// | with a meaning | no word | that state |
/// | accepted | no word | `initiated` for an initiation with an id, `complete` for results that are there |
///
/// The guide *Describe your API* has them for users.
///
/// An object, since a profile has hundreds of members: whoever holds one copies a reference.
final class StateRules: Sendable {
    let profile: Profile

    init(profile: Profile) {
        self.profile = profile
    }

    func state(
        _ read: ParsedFields,
        in answer: Answer,
        status: Int,
        operation: Event.Operation,
        hasResult: Bool
    ) -> JobState? {
        ruling(read, in: answer, status: status, operation: operation, hasResult: hasResult)?.state
    }

    /// A state, with the rule that told it.
    struct Ruling: Sendable, Hashable {
        let state: JobState
        let rule: Rule
    }

    /// A rule that tells a state.
    enum Rule: Sendable, Hashable {
        /// The HTTP status has a meaning.
        case status
        /// A member is there, or is not.
        case sign(Profile.Sign)
        /// A word.
        case word
        /// The initiation was accepted and has an id.
        case accepted
        /// There are results.
        case results
    }

    /// Returns the state of a response with the rule that told it.
    func ruling(
        _ read: ParsedFields,
        in answer: Answer,
        status: Int,
        operation: Event.Operation,
        hasResult: Bool
    ) -> Ruling? {
        guard let call = profile.endpoint(of: operation), ![.prepare, .page, .list].contains(operation) else {
            return nil
        }
        let meaning = call.meanings[status]
        if operation != .initiate, meaning == .state(.notFound) { return Ruling(state: .notFound, rule: .status) }
        if status >= 300, !call.names(status), !(isInAnyError(status) && read.stateWord != nil) { return nil }
        let isNamed = call.names(status) || status < 300
        if isNamed, let sign = sign(of: [.failed, .cancelled, .complete], in: answer) {
            return Ruling(state: sign.state, rule: .sign(sign))
        }
        if let word = read.stateWord {
            return (profile.states[word] ?? (isNamed ? .unrecognised : nil)).map { Ruling(state: $0, rule: .word) }
        }
        guard isNamed else { return nil }
        if let sign = sign(of: [.scanning], in: answer) { return Ruling(state: sign.state, rule: .sign(sign)) }
        if operation == .initiate, meaning == nil {
            let isAccepted = call.accepts.contains(status) && read.jobID != nil
            return isAccepted ? Ruling(state: .initiated, rule: .accepted) : nil
        }
        if case .state(let state) = meaning { return Ruling(state: state, rule: .status) }
        guard operation == .results, call.accepts.contains(status) else { return nil }
        return read.listed != nil || hasResult ? Ruling(state: .complete, rule: .results) : nil
    }

    /// Returns how an HTTP status stands to a state, where its usual meaning is another one.
    func standing(of state: JobState?, status: Int, operation: Event.Operation) -> ParsedFields.Standing? {
        guard let state, state != .notFound, let call = profile.endpoint(of: operation), call.names(status) else {
            return nil
        }
        let isUsual =
            operation == .results
            ? (status == 409 && state == .failed) || (status == 202 && (state == .scanning || state == .initiated))
                || (200..<400).contains(status) && status != 202
            : status < 400
        return isUsual ? nil : .named
    }

    /// Returns true where a known word counts with an error that the call does not name.
    private func isInAnyError(_ status: Int) -> Bool { profile.readsWordsInAnyError && status >= 400 }

    private func sign(of states: [JobState], in answer: Answer) -> Profile.Sign? {
        for state in states {
            for sign in profile.signs where sign.state == state {
                let value = sign.place.value(in: answer)
                let isThere =
                    switch sign.kind {
                    case .present: value != nil && value != .null
                    // In a body without members everything is absent, which tells nothing.
                    case .absent: value == nil && answer.hasMembers
                    case .null: value == .null
                    }
                if isThere { return sign }
            }
        }
        return nil
    }
}
