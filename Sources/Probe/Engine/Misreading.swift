//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// The check that tells a profile which looks in the wrong place from a deployment that is at fault.
///
/// A deployment with nothing at all at a place, and something else instead, cannot be judged.
struct Misreading {
    private let history: History
    private let profile: Profile

    init(_ history: History, profile: Profile) {
        self.history = history
        self.profile = profile
    }

    /// Checks the places of id, state and results.
    ///
    /// - Throws: ``ProbeFailure`` with the answer and the members that are there.
    func check() throws(ProbeFailure) {
        try checkPreparations()
        try checkID()
        try checkNextAddress()
        try checkState()
        try checkResults()
    }

    private func accepted(
        _ operation: Event.Operation,
        by call: Profile.Endpoint
    ) -> [(event: Event, response: Response)] {
        history.events.compactMap { event in
            guard event.operation == operation, event.intent.isOwn, let response = event.outcome.response,
                call.accepts.contains(response.status), response.status < 300, response.parsed?.standing != .throttled
            else { return nil }
            return (event, response)
        }
    }

    private func checkPreparations() throws(ProbeFailure) {
        for call in profile.preparations { try check(call.captures, of: accepted(.prepare, by: call), by: call) }
        // Without the address of the status the id stands in for it, and nothing is found there.
        let addresses = profile.initiate.captures.filter { $0.name == profile.status.address }
        try check(addresses, of: accepted(.initiate, by: profile.initiate), by: profile.initiate)
    }

    private func check(
        _ captures: [Profile.Capture],
        of events: [(event: Event, response: Response)],
        by call: Profile.Endpoint
    ) throws(ProbeFailure) {
        let answers = events.filter { $0.event.method == call.method }
        for capture in captures {
            let isFound = answers.contains { _, response in
                let answer = Answer(body: response.body ?? "", headers: response.headers)
                return capture.places.contains { $0.value(in: answer).flatMap(Interpreter.id) != nil }
            }
            guard let first = answers.first, !isFound else { continue }
            let there = Self.idsMayBe(in: first.response)
            // Nothing that could be an address is the deployment's fault.
            guard !there.isEmpty || first.event.operation == .prepare else { continue }
            let places = capture.places.map { "`\($0)`" }.joined(separator: ", ")
            throw failure(first, "no \(capture.name) at \(places)", there)
        }
    }

    /// The members and header fields of an answer in which an id or an address may stand.
    private static func idsMayBe(in response: Response) -> [String] {
        let headers = response.headers.names.filter {
            $0.contains("location") || $0.hasSuffix("id") || $0.hasSuffix("identifier") || $0 == "link"
        }
        return Answer(body: response.body ?? "").members().map { "`\($0)`" }
            + headers.sorted().map { "header `\($0)`" }
    }

    private func checkID() throws(ProbeFailure) {
        let begun = accepted(.initiate, by: profile.initiate)
        guard let first = begun.first, begun.allSatisfy({ $0.response.parsed?.jobID == nil }) else { return }
        let captures = (profile.preparations.flatMap(\.captures) + profile.initiate.captures).filter {
            $0.name == "job_id" || $0.name == profile.status.address
        }
        let places = captures.flatMap(\.places) + (profile.initiate.read ?? profile.read).jobID
        let texts = places.map { "`\($0)`" } + (profile.idHeader.map { ["the header `\($0.name)`"] } ?? [])
        let there = Self.idsMayBe(in: first.response)
        // Nothing that could be an id is the deployment's fault.
        guard !there.isEmpty, first.response.parsed?.message?.contains("another origin") != true else { return }
        throw failure(first, "no id at \(texts.joined(separator: ", "))", there)
    }

    /// Checks the place of the address that each poll names anew: without it the same answer comes for ever.
    private func checkNextAddress() throws(ProbeFailure) {
        guard let address = profile.status.address, !profile.status.captures.isEmpty else { return }
        let polls = accepted(.status, by: profile.status)
        guard let first = polls.first, !polls.contains(where: { $0.response.parsed?.state?.isFinal == true }) else {
            return
        }
        let answer = Answer(body: first.response.body ?? "", headers: first.response.headers)
        let addresses = answer.members().filter { path in
            let text = Place(.json(JSONPath(path))).value(in: answer).flatMap(Interpreter.id) ?? ""
            return text.hasPrefix("/") || text.hasPrefix("http://") || text.hasPrefix("https://")
        }
        // Nothing that could be an address is the deployment's fault.
        guard !addresses.isEmpty else { return }
        try check(profile.status.captures.filter { $0.name == address }, of: polls, by: profile.status)
    }

    private func checkState() throws(ProbeFailure) {
        // What the HTTP status says is read from no place.
        let polls = accepted(.status, by: profile.status).filter {
            profile.status.meanings[$0.response.status] == nil && Answer(body: $0.response.body ?? "").hasMembers
        }
        let places = (profile.status.read ?? profile.read).state
        let known = { (response: Response) in
            response.parsed?.state.map { $0 != .unrecognised } ?? false
        }
        guard let first = polls.first, !places.isEmpty, !polls.contains(where: { known($0.response) }) else { return }
        let answer = Answer(body: first.response.body ?? "", captured: ["job_id": first.event.jobID ?? ""])
        let words = Set(polls.compactMap { $0.response.parsed?.stateWord })
        let texts = places.map { "`\($0)`" }.joined(separator: ", ")
        let said = words.sorted().prefix(3).map { "`\($0.harmless())`" }.joined(separator: ", ")
        // Words that differ from poll to poll are no words of a state, but the deployment says them.
        guard words.count <= max(3, Set(polls.map(\.event.jobID)).count) else { return }
        let reason = words.isEmpty ? "no state at \(texts)" : "at \(texts) only \(said), which `states` does not have"
        throw failure(first, reason, answer.members().map { "`\($0)`" })
    }

    private func checkResults() throws(ProbeFailure) {
        var ended: [String: Instant] = [:]
        for (event, response) in accepted(.status, by: profile.status) where response.parsed?.state == .complete {
            guard let id = event.jobID else { continue }
            ended[id] = min(ended[id] ?? .max, event.received)
        }
        let reads = accepted(.results, by: profile.results).filter { event, _ in
            event.jobID.flatMap { ended[$0] }.map { event.sent > $0 } ?? false
        }
        let paths = profile.results.read ?? profile.read
        let places = paths.result + paths.opportunities
        func found(_ response: Response) -> Bool {
            let answer = Answer(body: response.body ?? "", headers: response.headers)
            return response.parsed?.digest != nil || places.contains { $0.isWhole || $0.value(in: answer) != nil }
        }
        guard let first = reads.first, !reads.contains(where: { found($0.response) }) else { return }
        let there = candidates(in: first, paths)
        guard !there.isEmpty else { return }
        throw failure(
            first,
            "no results at \(places.map { "`\($0)`" }.joined(separator: ", ")) of a complete \(profile.nouns.job.one)",
            there.map { "`\($0)`" }
        )
    }

    /// Returns the members that may be the results: in a status those that came with the end or hold something, in an
    /// answer of its own all that nothing else is read from.
    private func candidates(
        in first: (event: Event, response: Response),
        _ paths: Profile.Paths
    ) -> [String] {
        let text = first.response.body ?? ""
        guard let value = JSONValue(parsing: text) else {
            let isPage = first.response.headers["content-type"]?.hasPrefix("text/html") == true
            return text.isEmpty || isPage ? [] : ["$ (a text of \(text.utf8.count) bytes)"]
        }
        guard let members = value.object else { return value.array.map { $0.isEmpty ? [] : ["$"] } ?? [] }
        let read = (paths.jobID + paths.state + paths.completed + paths.totalSteps + paths.percentage)
            .map(\.description)
        let messages = paths.message.map(\.description)
        let before = profile.resultsAreStatus ? lastBefore(the: first.event) : nil
        let unread = members.sorted { $0.key < $1.key }.filter { name, member in
            let path = "$.\(name)"
            guard !read.contains(path), !messages.contains(path) || member.isContainer, member != .null else {
                return false
            }
            // What is read from is no result, and nor is a member of which every part is.
            let parts = member.object.map { $0.keys.map { "\(path).\($0)" } } ?? []
            let isRead = { (part: String) in read.contains { $0 == part || $0.hasPrefix("\(part).") } }
            return parts.isEmpty || !parts.allSatisfy(isRead)
        }
        guard profile.resultsAreStatus else { return unread.map { "$.\($0.key)" } }
        let filled = unread.filter { !$0.value.isEmptyResult && $0.value != .object([:]) }
        let came = filled.filter { name, member in
            guard let before else { return member.isContainer }
            let was = before[name] ?? .null
            // A time may be 0 until there is one.
            return was.isEmptyResult || was == .number("0") && member != was || was != member && member.isContainer
        }
        // A list may have been whole before the end.
        return (came.isEmpty ? filled.filter { $0.value.array != nil } : came).map { "$.\($0.key)" }
    }

    /// The members of the last status of a job before its end.
    private func lastBefore(the event: Event) -> [String: JSONValue]? {
        // An answer like the one before it is kept without its body.
        history.events.last { other in
            other.jobID == event.jobID && other.operation == .status && other.outcome.response?.body != nil
                && other.outcome.response?.parsed?.state.map { !$0.isFinal && $0 != .notFound } == true
        }?.outcome.response?.body.flatMap(JSONValue.init(parsing:))?.object
    }

    private func failure(
        _ first: (event: Event, response: Response),
        _ reason: String,
        _ there: [String]
    ) -> ProbeFailure {
        let members = there.isEmpty ? "nothing is there" : "there are \(there.joined(separator: ", "))"
        return ProbeFailure(
            .badProfile,
            "\(first.event.method) \(first.event.url) answered \(first.response.status) with \(reason): \(members);"
                + " does the profile `\(profile.name)` look in the right place?"
        )
    }
}

extension JSONValue {
    fileprivate var isContainer: Bool { array != nil || object != nil }
}
