//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Probe
import ProbeHistory

extension Explorer {
    /// Polls until the job has ended, and once more.
    ///
    /// - Parameters:
    ///   - place: The way to the status.
    ///   - first: The first poll's answer.
    ///   - isFast: True for polls that follow each other closely, which show words that last for moments.
    ///   - visit: Called after each poll before the end.
    /// - Returns: All answers, the first one included.
    /// - Throws: ``ProbeFailure`` when the job does not end in time; the errors of `visit`.
    func poll(
        _ place: StatusPlace,
        _ first: SeenCall,
        isFast: Bool,
        visit: (SeenCall) async throws -> Void = { _ in }
    ) async throws -> [SeenCall] {
        var polls = [first]
        var reference = caller.reference(of: first.url, in: first) ?? first.reference
        var pause = isFast ? 0.05 : 0.15
        let deadline = caller.now + patience
        var finals = 0
        while true {
            if try isOver(polls, place, &finals) { return polls }
            if let last = polls.last { try await visit(last) }
            guard caller.now < deadline else {
                throw Self.failure(
                    "no end within \(Int(patience)) s, the last answer being \(Self.sample(polls.last)):"
                        + " --patience gives more time, --body a shorter job"
                )
            }
            try await caller.wait(Self.retryAfter(polls.last) ?? pause)
            pause = min(pause * (isFast ? 1.1 : 1.4), 1)
            if case .moving(let finding) = place, case .member(let member) = finding.source, let last = polls.last {
                guard let next = last.json.flatMap({ member.follow(in: $0) })?.string else { return polls }
                reference = caller.reference(of: next, in: last) ?? reference
            }
            polls.append(try await ask(reference, after: polls.last))
        }
    }

    /// Polls once; after a poll that did not find the job several times at once, since workers that share nothing know a job by
    /// turns, and calls one after another may all come to the same worker.
    private func ask(_ reference: String, after last: SeenCall?) async throws -> SeenCall {
        guard let last, last.status == 404 else { return try await caller.send("GET", reference) }
        return try await withThrowingTaskGroup(of: SeenCall.self) { group in
            for _ in 0..<6 { group.addTask { try await caller.send("GET", reference, isQuiet: true) } }
            var answers: [SeenCall] = []
            while let answer = try await group.next() { answers.append(answer) }
            let answer = answers.first { $0.status != 404 } ?? answers.first ?? last
            caller.tell(answer.line)
            return answer
        }
    }

    /// Returns true when the job has ended; a final word counts when it is seen twice.
    private func isOver(_ polls: [SeenCall], _ place: StatusPlace, _ finals: inout Int) throws -> Bool {
        guard let last = polls.last else { return false }
        if last.status == 303 { return true }
        if case .moving(let finding) = place, case .member(let member) = finding.source {
            return last.json.flatMap { member.follow(in: $0) }?.string == nil
        }
        let state = StateReading.find(in: polls)
        if let state, let meaning = state.meaning(of: last) {
            finals = meaning.isFinal ? finals + 1 : 0
            return finals > 1
        }
        // The same from the first poll on, and no word: the job had ended before.
        if state == nil, polls.count > 5, Set(polls.map(\.body)).count == 1, last.isSuccess, last.status != 202 {
            return true
        }
        // No known word: what has changed once and then stays is the end.
        let stable = polls.suffix(8).map { StateReading.find(in: [$0])?.words ?? [] }
        let isStable = polls.count > 12 && Set(stable).count == 1 && Set(polls.map(\.body)).count > 1
        return isStable && last.status < 400
            && (state == nil ? StateReading.sign(in: polls) != nil : (state?.words.count ?? 0) > 1)
    }

    /// The seconds that an answer asks to wait, ten at most.
    static func retryAfter(_ answer: SeenCall?) -> Double? {
        guard let answer, let delay = RetryAfter.delay(in: answer.headers, now: .now) else { return nil }
        return min(delay / .seconds(1), 10)
    }

    /// Begins a second job, and polls it from its first moment on.
    func lookAgain(_ seen: inout Exploration) async throws {
        let begins = try await begin()
        guard let reference = reference(to: seen.place, begins) else { return }
        var early: SeenCall?
        var first: SeenCall?
        var last: SeenCall?
        for _ in 0..<20 {
            let call = try await ask(reference, after: last)
            if call.status < 400 {
                first = call
                break
            }
            last = call
            try await caller.wait(Self.retryAfter(call) ?? 0.05)
        }
        guard let first else { return }
        let place = seen.place
        let state = seen.state
        let ownResults = self.resultsReference(seen.results, place, begins)
        seen.secondPolls = try await poll(place, first, isFast: true) { call in
            guard early == nil, let ownResults, state.meaning(of: call)?.isFinal != true else { return }
            early = try await caller.send("GET", ownResults)
        }
        seen.begins += begins
        seen.early = early
    }

    /// Returns the address of the status of another job.
    func reference(to place: StatusPlace, _ begins: [SeenCall]) -> String? {
        switch place {
        case .path(let path, let source):
            guard let id = self.id(source, begins) else { return nil }
            return StatusPlace.reference(path, id: id)
        case .address(let finding), .moving(let finding):
            for begin in begins.reversed() {
                if let link = Self.text(finding.source, begin), let reference = caller.reference(of: link, in: begin) {
                    return reference
                }
            }
            return nil
        }
    }

    /// Returns the id of another job.
    func id(_ source: StatusPlace.IDSource, _ begins: [SeenCall]) -> String? {
        switch source {
        case .finding(let finding): begins.lazy.compactMap { Self.text(finding.source, $0) }.first
        case .header(let name, _, _):
            begins.lazy.compactMap { begin in
                begin.headers[name].flatMap { caller.reference(of: $0, in: begin) }?
                    .split(separator: "/").last.map { $0.percentDecoded ?? String($0) }
            }.first
        }
    }

    private static func text(_ source: Finding.Source, _ answer: SeenCall) -> String? {
        switch source {
        case .header(let name): answer.headers[name]
        case .member(let place): answer.json.flatMap { place.follow(in: $0) }?.plainText
        }
    }

    /// Returns the address of the results of another job, where they have a path of their own.
    func resultsReference(_ results: ResultsPlace, _ place: StatusPlace, _ begins: [SeenCall]) -> String? {
        guard case .path(let path) = results, case .path(_, let source) = place, let id = id(source, begins) else {
            return nil
        }
        return StatusPlace.reference(path, id: id)
    }
}
