//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The account of an answer: what was read from where, and what was not found.
struct AnswerAccount: Sendable {
    /// A sentence about an answer.
    struct Fact: Sendable, Hashable {
        let text: String
        /// True if the job cannot be followed because of it.
        var isProblem = false
    }

    private let rules: StateRules
    var profile: Profile { rules.profile }

    init(profile: Profile) {
        rules = StateRules(profile: profile)
    }

    /// Returns true for an initiation that was accepted.
    func isAccepted(_ event: Event) -> Bool {
        event.outcome.response.map { profile.initiate.accepts.contains($0.status) } ?? false
    }

    /// Returns the sentences about an answer.
    func facts(of event: Event) -> [Fact] {
        guard let response = event.outcome.response else {
            let isJob = [.prepare, .initiate, .status, .results].contains(event.operation)
            guard isJob, case .unanswered(let failure) = event.outcome else { return [] }
            return [Fact(text: "not answered: \(failure.message)", isProblem: true)]
        }
        let answer = Answer(
            body: response.body ?? "",
            headers: response.headers,
            captured: event.jobID.map { ["job_id": $0] } ?? [:]
        )
        switch event.operation {
        case .prepare: return captures(profile.preparations.flatMap(\.captures), in: answer)
        case .initiate: return initiation(response, answer)
        case .status: return poll(response, answer, event)
        case .results: return results(response, answer, event)
        case .login, .page, .cancel, .delete, .list, .diagnostics, .metrics, .other: return []
        }
    }

    // MARK: - Beginning

    private func initiation(_ response: Response, _ answer: Answer) -> [Fact] {
        guard profile.initiate.accepts.contains(response.status) else {
            let list = profile.initiate.accepts.sorted().map(String.init).joined(separator: ", ")
            return [
                Fact(
                    text: "not begun: the answer is \(response.status), and `initiate.accepts` has \(list)",
                    isProblem: true
                )
            ]
        }
        let others = captures(profile.initiate.captures.filter { $0.name != "job_id" }, in: answer)
        guard let id = response.parsed?.jobID else {
            let places = idPlaces.map { $0.description }
            let reason = response.parsed?.message.map { "; \($0)" } ?? ""
            return [Fact(text: "no id: \(nothing(at: places, in: answer))\(reason)", isProblem: true)] + others
        }
        let place = idPlaces.first { $0.value(in: answer).flatMap(Interpreter.id) != nil }?.description
        let origin = place ?? profile.idHeader.map { "header \($0.name)" } ?? "the answer before"
        return [Fact(text: "id \(id) from \(origin)")] + others
    }

    /// The places of a new job's id, in the order in which they are looked at.
    private var idPlaces: [Place] {
        let captured = profile.initiate.captures.first { $0.name == "job_id" }?.places ?? []
        let address = profile.status.address.flatMap { name in profile.initiate.captures.first { $0.name == name } }?
            .places
        return captured + (profile.initiate.read ?? profile.read).jobID + (address ?? [])
    }

    private func captures(_ captures: [Profile.Capture], in answer: Answer) -> [Fact] {
        captures.map { capture in
            let found = capture.places.lazy.compactMap { place in
                place.value(in: answer).flatMap(Interpreter.id).map { (place, $0) }
            }.first
            guard let (place, text) = found else {
                return Fact(text: "no \(capture.name): \(nothing(at: capture.places.map(\.description), in: answer))")
            }
            return Fact(text: "\(capture.name) \(text) from \(place)")
        }
    }

    // MARK: - Status

    private func poll(_ response: Response, _ answer: Answer, _ event: Event) -> [Fact] {
        guard let state = response.parsed?.state else {
            if response.parsed?.standing == .throttled { return [Fact(text: "throttled: the request came too early")] }
            return [Fact(text: lackOfState(response, answer, profile.status), isProblem: true)]
        }
        var facts = [told(state, response, answer, event)]
        if let progress = response.parsed?.progress { facts.append(Fact(text: Self.text(progress))) }
        if let message = response.parsed?.message { facts.append(Fact(text: "message: \(message)")) }
        return facts
    }

    private func told(_ state: JobState, _ response: Response, _ answer: Answer, _ event: Event) -> Fact {
        let read = (profile.endpoint(of: event.operation)?.read ?? profile.read).state
        let place = read.first { $0.value(in: answer) != nil }?.description ?? "the answer"
        let word = response.parsed?.stateWord ?? ""
        if state == .unrecognised {
            let known = profile.states.keys.sorted().joined(separator: ", ")
            return Fact(text: "no state: the word `\(word)` at \(place) is not in `states` (\(known))", isProblem: true)
        }
        let ruling = rules.ruling(
            response.parsed ?? ParsedFields(),
            in: answer,
            status: response.status,
            operation: event.operation,
            hasResult: state == .complete
        )
        let name = state.word(profile.nouns)
        switch ruling?.rule {
        case .word: return Fact(text: "state \(name): the word \(word) at \(place)")
        case .sign(let sign): return Fact(text: "state \(name): \(sign.place) is \(sign.kind)")
        case .status: return Fact(text: "state \(name): the HTTP status \(response.status)")
        case .results: return Fact(text: "state \(name): there are results")
        case .accepted, nil: return Fact(text: "state \(name)")
        }
    }

    private func lackOfState(_ response: Response, _ answer: Answer, _ call: Profile.Endpoint) -> String {
        if response.status >= 300, !call.names(response.status) {
            return "no state: the profile does not say what \(response.status) means (`accepts`, `statuses`)"
        }
        let places =
            (call.read ?? profile.read).state.map { $0.description } + profile.signs.map { $0.place.description }
        guard !places.isEmpty else { return "no state: `statuses` does not say what \(response.status) means" }
        return "no state: \(nothing(at: places, in: answer))"
    }

    // MARK: - Results

    private func results(_ response: Response, _ answer: Answer, _ event: Event) -> [Fact] {
        let call = profile.results
        let read = call.read ?? profile.read
        let places = (read.opportunities + read.result).map { $0.description }
        guard let state = response.parsed?.state else {
            if response.status < 300 || call.names(response.status) {
                return [Fact(text: "no results: \(nothing(at: places, in: answer))", isProblem: true)]
            }
            return [Fact(text: lackOfState(response, answer, call), isProblem: true)]
        }
        guard state == .complete else { return [told(state, response, answer, event)] }
        let found = (read.opportunities + read.result).first { place in
            place.value(in: answer).map { !$0.isEmptyResult } ?? false
        }
        if let listed = response.parsed?.listed { return [Fact(text: "results: \(listed) \(profile.nouns.item.many)")] }
        guard response.parsed?.digest != nil else {
            return [Fact(text: "no results: \(nothing(at: places, in: answer))", isProblem: true)]
        }
        return [Fact(text: "results from \(found?.description ?? "$"), \(response.bodyBytes) bytes in all")]
    }

    // MARK: - Words

    /// Says that nothing is at some places, and what is there instead.
    private func nothing(at places: [String], in answer: Answer) -> String {
        let members = answer.members()
        let headers = ["location", "content-location", "operation-location", "azure-asyncoperation", "link"]
            .filter { answer.headers[$0] != nil }.map { "header \($0)" }
        let there = members + headers
        let instead = there.isEmpty ? "the answer has no members" : "there are \(there.joined(separator: ", "))"
        return "nothing at \(places.isEmpty ? "any place" : places.joined(separator: ", ")); \(instead)"
    }

    private static func text(_ progress: JobProgress) -> String {
        var parts: [String] = []
        if let completed = progress.completed {
            parts.append("\(completed)" + (progress.total.map { " of \($0)" } ?? "") + " steps")
        }
        if let percentage = progress.percentage { parts.append("\(percentage) %") }
        if let found = progress.found { parts.append("\(found) found") }
        return "progress: " + parts.joined(separator: ", ")
    }
}
