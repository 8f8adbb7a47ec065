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
        if let lost = Self.lost(polls), profile.status.address == nil {
            if let place = try await otherID(lost) {
                return failure(lost, "the id at \(place) is found instead: is the place of the id right?")
            }
            return try await isOfNobody(lost)
                ? failure(lost, "a path that nobody has is answered alike: is the path of `status` right?") : nil
        }
        if let lost = Self.lost(polls), let address = profile.status.address {
            return try await mistake(at: address, lost)
        }
        guard !profile.resultsAreStatus, profile.results.address == nil,
            polls.contains(where: { $0.outcome.response?.parsed?.state == .complete }),
            let lost = Self.lost(await requester.recorder.answers(to: .results)), try await isOfNobody(lost)
        else { return nil }
        return failure(lost, "a path that nobody has is answered alike: is the path of `results` right?")
    }

    /// Looks for the profile's mistake where polls go to an address that the deployment named: the address is its own, the method and
    /// the pattern that cuts it out are the profile's.
    private func mistake(at address: String, _ lost: Lost) async throws -> ProbeFailure? {
        let profile = requester.profile
        if lost.event.method != "GET", let (status, _) = try await ask("GET", lost.event.url), status < 300 {
            return failure(lost, "a GET is answered \(status): is the method of `status` right?")
        }
        let isCut = profile.initiate.captures.contains { capture in
            capture.name == address && capture.places.contains { $0.pattern != nil }
        }
        guard isCut, try await isOfNobody(lost) else { return nil }
        return failure(lost, "a path that nobody has is answered alike: is the pattern of `\(address)` right?")
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
        return isLost ? answers.first : nil
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
        let body = lost.response.body.map {
            " with `\($0.prefix(120).split(whereSeparator: \.isNewline).joined(separator: " "))`"
        }
        return ProbeFailure(
            .badProfile,
            "\(lost.event.method) \(lost.event.url) and every other of its kind answered \(lost.response.status)\(body ?? "");"
                + " \(reason)"
        )
    }
}
