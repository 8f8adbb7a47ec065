//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory
import Synchronization

/// The teller of a trial: each request, its answer, and what was read from where.
final class TrialNarrator: RunListener {
    private struct State {
        var outcome = Trial.Outcome()
        var lastAnswer = ""
        var polls = 0
        var hasAnswers = false
        /// The number of calls about the job that did not find it.
        var misses = 0
    }

    private let profile: Profile
    private let account: AnswerAccount
    private let tell: @Sendable (String) -> Void
    private let state = Mutex(State())

    init(profile: Profile, tell: @escaping @Sendable (String) -> Void) {
        self.profile = profile
        self.tell = tell
        account = AnswerAccount(profile: profile)
    }

    /// The outcome so far.
    var outcome: Trial.Outcome {
        state.withLock { state in
            var outcome = state.outcome
            if !outcome.isSuccess, outcome.problem == nil {
                outcome.problem = Self.lack(of: outcome, state)
            }
            return outcome
        }
    }

    /// The first thing that went wrong in an answer.
    var firstProblem: String? { state.withLock { $0.outcome.problem } }
    /// True if a call about the job was answered.
    var hasAnswers: Bool { state.withLock { $0.hasAnswers } }

    func runDidStart(plan: Plan, target: String) {}
    func runDidWait(_ reason: String) { tell(reason) }
    func runDidEnd(_ footer: History.Footer) {}

    func runDidRecord(_ event: Event) {
        // Asked before the job, to see that the deployment is there.
        guard event.intent != .unknownID, event.operation != .other else { return }
        let answer = Self.shown(event)
        let isSame = state.withLock { state in
            defer { state.lastAnswer = event.method + event.url + answer }
            return [.status, .results].contains(event.operation)
                && state.lastAnswer == event.method + event.url + answer
        }
        let body = event.requestBody.flatMap { $0.isEmpty ? nil : "  \(Self.cut($0, to: 200))" } ?? ""
        tell("\(event.method) \(event.url)\(body)")
        tell("  \(isSame ? "the same answer" : answer)")
        let facts = account.facts(of: event)
        if !isSame || facts.contains(where: \.isProblem) {
            for fact in facts { tell("  \(fact.isProblem ? "! " : "")\(fact.text)") }
        }
        note(event, facts)
    }

    private func note(_ event: Event, _ facts: [AnswerAccount.Fact]) {
        state.withLock { state in
            let parsed = event.outcome.response?.parsed
            if event.outcome.response != nil, event.operation != .login { state.hasAnswers = true }
            if parsed?.state == .notFound { state.misses += 1 }
            if parsed?.state == .unrecognised { state.outcome.hasUnknownWord = true }
            switch event.operation {
            case .initiate:
                if account.isAccepted(event) { state.outcome.jobID = parsed?.jobID }
            case .status:
                state.polls += 1
                if let end = parsed?.state, end.isFinal { state.outcome.end = end }
            case .results:
                if let end = parsed?.state, end.isFinal, state.outcome.end == nil { state.outcome.end = end }
                if parsed?.state == .complete, parsed?.digest != nil || parsed?.listed != nil {
                    state.outcome.isRead = true
                }
            default: break
            }
            if state.outcome.problem == nil { state.outcome.problem = facts.first(where: \.isProblem)?.text }
        }
    }

    private static func lack(of outcome: Trial.Outcome, _ state: State) -> String {
        if outcome.jobID == nil { return "no job was begun" }
        if state.misses > 0, outcome.end == nil || outcome.end == .complete {
            return "\(state.misses) calls did not find the job: does every worker know every job? A run judges that"
        }
        if outcome.end == nil { return "no final state was seen in \(state.polls) polls" }
        if outcome.end != .complete { return "the job ended as \(outcome.end?.rawValue ?? "nothing")" }
        return "no results were read"
    }

    /// An answer in a line.
    private static func shown(_ event: Event) -> String {
        switch event.outcome {
        case .unanswered(let failure): return "no answer: \(failure.message)"
        case .answered(let response):
            let body = response.body ?? ""
            let text = cut(body.split(whereSeparator: \.isWhitespace).joined(separator: " "), to: 400)
            return "\(response.status)" + (text.isEmpty ? " with an empty body" : " \(text)")
        }
    }

    private static func cut(_ text: String, to length: Int) -> String {
        text.count <= length ? text : text.prefix(length) + "…"
    }
}
