//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

/// The check that tells a profile with a wrong path, or a wrong place of the id, from a deployment that knows no job.
///
/// With nothing found at all it asks a little more: for a path that nobody has, and for the other values in the answer to
/// an initiation. Only what is answered alike, or found there, is the profile's fault.
struct Retracing: Sendable {
    let requester: Requester
    let token: String?

    /// Looks for the profile's mistake.
    ///
    /// - Returns: The mistake; `nil` where something was found, or where it is the deployment that found nothing.
    /// - Throws: `CancellationError` when the run ends.
    func mistake() async throws -> ProbeFailure? {
        let profile = requester.profile
        let polls = await requester.recorder.answers(to: .status)
        if let lost = Self.lost(polls) { return try await mistakeOfStatus(lost) }
        guard !profile.resultsAreStatus,
            let end = polls.first(where: { $0.outcome.response?.parsed?.state == .complete })
        else { return nil }
        let reads = await requester.recorder.answers(to: .results).filter { $0.sent > end.received }
        if let unread = Self.unread(reads),
            let mistake = try await otherMethod(unread, than: profile.results, "results")
        {
            return mistake
        }
        guard profile.results.address == nil, let lost = Self.lost(reads), try await isOfNobody(lost) else {
            return nil
        }
        return failure(lost, "a path that nobody has is answered alike: is the path of `results` right?")
    }

    /// Looks for the profile's mistake where no poll found anything: the method, the place of the id or the path.
    private func mistakeOfStatus(_ lost: Lost) async throws -> ProbeFailure? {
        let status = requester.profile.status
        if let mistake = try await otherMethod(lost, than: status, "status") { return mistake }
        if let address = status.address { return try await mistake(at: address, lost) }
        if let place = try await otherID(lost) {
            return failure(lost, "the id at \(place) is found instead: is the place of the id right?")
        }
        return try await isOfNobody(lost)
            ? failure(lost, "a path that nobody has is answered alike: is the path of `status` right?") : nil
    }

    /// Looks for the profile's mistake where polls go to an address that the deployment named: the address is its own,
    /// and the pattern that cuts it out is the profile's.
    private func mistake(at address: String, _ lost: Lost) async throws -> ProbeFailure? {
        let isCut = requester.profile.initiate.captures.contains { capture in
            capture.name == address && capture.places.contains { $0.pattern != nil }
        }
        guard isCut, try await isOfNobody(lost) else { return nil }
        return failure(lost, "a path that nobody has is answered alike: is the pattern of `\(address)` right?")
    }

    /// Looks for a wrong method: the same address gives what is wanted to a GET, which changes nothing, or the deployment
    /// says which method it takes.
    private func otherMethod(_ lost: Lost, than call: Profile.Endpoint, _ name: String) async throws -> ProbeFailure? {
        if call.method != "GET", let (status, _) = try await ask("GET", realAddress(of: lost.event, call)),
            call.accepts.contains(status)
        {
            return failure(lost, "a GET is answered \(status): is the method of `\(name)` right?")
        }
        guard lost.response.status == 405, let allowed = lost.response.headers["allow"], !allowed.isEmpty,
            !allowed.uppercased().split(separator: /[ ,]+/).contains(Substring(call.method))
        else { return nil }
        return failure(lost, "it takes \(allowed.prefix(60)): is the method of `\(name)` right?")
    }

    /// The address to which a request was sent; that of the history has no secrets.
    private func realAddress(of event: Event, _ call: Profile.Endpoint) -> String {
        guard let address = call.address, let value = requester.jobValues[event.jobID][address] else {
            return event.url
        }
        return (try? requester.renderer.follow(value.text, from: value.base)) ?? event.url
    }

    private typealias Lost = (event: Event, response: Response)

    /// The first of some answers, if none of them found anything.
    private static func lost(_ events: [Event]) -> Lost? {
        let answers = events.compactMap { event in event.outcome.response.map { (event: event, response: $0) } }
        let isLost = answers.allSatisfy { _, response in
            (400..<500).contains(response.status) && ![401, 403, 429].contains(response.status)
                && response.parsed?.standing != .throttled
                && (response.parsed?.state == nil || response.parsed?.state == .notFound)
        }
        // A job that the run cancelled is found nowhere.
        return isLost ? answers.first { $0.event.intent == .course } ?? answers.first : nil
    }

    /// The first of some answers to reads of results, if none of them had any.
    private static func unread(_ events: [Event]) -> Lost? {
        let answers = events.compactMap { event in event.outcome.response.map { (event: event, response: $0) } }
        return answers.contains { $0.response.parsed?.digest != nil } ? nil : answers.first
    }

    /// True if a path that nobody has is answered in the same words.
    private func isOfNobody(_ lost: Lost) async throws -> Bool {
        let path = "/scan-probe-\(UInt64.random(in: .min ... .max))"
        let url = requester.target.url(path: path, basePath: requester.profile.basePath)
        guard let (status, body) = try await ask(lost.event.method, url), status == lost.response.status else {
            return false
        }
        return Self.words(body, about: url) == Self.words(lost.response.body, about: lost.event.url)
    }

    /// The place of another value in the answer to the initiation with which the job is found.
    private func otherID(_ lost: Lost) async throws -> String? {
        guard let id = lost.event.jobID, lost.event.url.contains(AddressText.escape(id)),
            let initiation = await requester.recorder.answers(to: .initiate).first(where: {
                $0.outcome.response?.parsed?.jobID == id
            }), let begun = initiation.outcome.response?.body
        else { return nil }
        let answer = Answer(body: begun)
        for path in answer.members() {
            guard let value = Place(.json(JSONPath(path))).value(in: answer).flatMap(Interpreter.id), value != id,
                (1...200).contains(value.utf8.count)
            else { continue }
            let url = lost.event.url.replacing(AddressText.escape(id), with: AddressText.escape(value))
            guard let (status, found) = try await ask(lost.event.method, url), status < 300,
                requester.profile.status.accepts.contains(status)
            else { continue }
            let states = (requester.profile.status.read ?? requester.profile.read).state
            let body = Answer(body: found ?? "")
            if states.isEmpty || states.contains(where: { $0.value(in: body) != nil }) { return "`\(path)`" }
        }
        return nil
    }

    private func ask(_ method: String, _ url: String) async throws -> (status: Int, body: String?)? {
        var planned = PlannedRequest(operation: .other, token: token)
        (planned.method, planned.url) = (method, url)
        let sent = try await requester.send(planned)
        return sent.event.outcome.response.map { ($0.status, sent.rawBody) }
    }

    /// The words of an answer, without what differs from request to request: the address, numbers and ids.
    private static func words(_ text: String?, about url: String) -> [Substring] {
        let path = URLComponents(string: url)?.percentEncodedPath ?? url
        let body = (text ?? "").replacing(url, with: "").replacing(path, with: "")
        return body.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.filter { !$0.contains(where: \.isNumber) }
    }

    private func failure(_ lost: Lost, _ reason: String) -> ProbeFailure {
        ProbeFailure(
            .badProfile,
            "\(lost.event.method) \(lost.event.url) and every other of its kind answered \(lost.response.status)"
                + "\(lost.event.excerpt); \(reason)"
        )
    }
}
