//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
public import Probe
import ProbeHistory

/// Finds out how an API works by beginning two jobs, as a person would with curl, and writes its profile.
///
/// The first job shows where the status and the results are, the second one how they are answered from the first moment on.
public struct Explorer: Sendable {
    /// The calls that begin a job.
    let beginning: Beginning
    /// The longest time of a job, in seconds.
    let patience: Double
    let caller: Caller

    /// Creates an explorer.
    ///
    /// - Parameters:
    ///   - target: The deployment.
    ///   - beginning: The calls that begin a job.
    ///   - token: A token; absent for a deployment that lets in everybody.
    ///   - tokenUse: The way in which it is sent; found out unless given.
    ///   - patience: The longest time of a job, in seconds.
    ///   - transport: The transport that requests are sent through.
    ///   - tell: Told each request with its answer's status, in a line.
    public init(
        _ target: Target,
        _ beginning: Beginning,
        token: String? = nil,
        tokenUse: TokenUse? = nil,
        patience: Double = 60,
        transport: any Transport,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.beginning = beginning
        self.patience = patience
        caller = Caller(
            target: target,
            transport: transport,
            token: token,
            use: tokenUse,
            headers: beginning.headers,
            tell: tell
        )
    }

    /// Begins two jobs, and describes what was seen.
    ///
    /// - Parameter name: The profile's name.
    /// - Returns: The profile.
    /// - Throws: ``ProbeFailure`` that says what was answered, where that leads to no profile; `CancellationError`.
    public func draft(named name: String) async throws -> ProfileDraft {
        let begins = try await begin()
        let (place, first) = try await locate(begins)
        let polls = try await poll(place, first, isFast: false)
        guard
            let state = StateReading.find(in: polls) ?? StateReading.sign(in: polls)
                ?? StateReading.alreadyComplete(begins, polls)
        else {
            throw Self.failure("the status of the job never changed: \(Self.sample(polls.last))")
        }
        try Self.refuseFailed(polls, state)
        let (results, read) = try await findResults(begins, place, polls, state)
        var seen = Exploration(begins: begins, place: place, polls: polls, state: state, results: results, read: read)
        if let read { seen.pages = try await findPages(read) }
        try await lookAgain(&seen)
        seen.unknown = try await askForUnknown(seen)
        seen.tokenUse = caller.tokenUse
        return ProfileDraft(seen, beginning: effective(begins), name: name)
    }

    /// The calls as they were accepted, after redirects to a path with or without a slash at its end.
    private func effective(_ begins: [SeenCall]) -> Beginning {
        var effective = beginning
        for (index, answer) in begins.enumerated() where !effective.calls[index].path.contains("{job_id}") {
            effective.calls[index].path = caller.reference(of: answer.url, in: answer) ?? effective.calls[index].path
        }
        return effective
    }

    // MARK: - Beginning

    /// Makes the calls that begin a job.
    func begin() async throws -> [SeenCall] {
        var begins: [SeenCall] = []
        for (index, call) in beginning.calls.enumerated() {
            let id = begins.lazy.flatMap { Finding.ids(in: $0) }.first?.text
            var reference = StatusPlace.reference(call.path, id: id ?? "")
            let body = index == 0 ? beginning.body : nil
            var answer = try await caller.send(call.method, reference, body: body, contentType: beginning.contentType)
            if [307, 308, 301, 302].contains(answer.status), let link = answer.headers["location"],
                let moved = caller.reference(of: link, in: answer), moved != reference
            {
                reference = moved
                answer = try await caller.send(call.method, reference, body: body, contentType: beginning.contentType)
            }
            guard answer.isSuccess else { throw Self.refusal(answer, call, hasToken: caller.tokenUse != nil) }
            begins.append(answer)
        }
        return begins
    }

    private static func refusal(_ answer: SeenCall, _ call: Beginning.Call, hasToken: Bool) -> ProbeFailure {
        let advice =
            switch answer.status {
            case 401, 403:
                hasToken
                    ? "is the token right? --token-header says how it is sent" : "give a token with --token-file"
            case 404, 405: "is --start right?"
            case 400, 415, 422: "--body gives the request, and --header a header that it needs"
            default: "does the deployment work?"
            }
        return failure("\(call.method) \(call.path) answers \(Self.sample(answer)): \(advice)")
    }

    // MARK: - Status

    /// Finds the way to the status of the job, and its first answer.
    func locate(_ begins: [SeenCall]) async throws -> (StatusPlace, SeenCall) {
        let ids = begins.flatMap { Finding.ids(in: $0) }
        let addresses = begins.reversed().flatMap { begin in Finding.addresses(in: begin).map { (begin, $0) } }
        var elsewhere: String?
        let deadline = caller.now + min(patience, 30)
        repeat {
            // A path that is given counts more than an address that was found.
            if let status = beginning.status, let found = try await find(ids, at: { _ in [status] }) { return found }
            for (begin, finding) in addresses {
                guard let reference = caller.reference(of: finding.text, in: begin) else {
                    elsewhere = "\(finding.source.text) leads to \(finding.text), another origin, which is not followed"
                    continue
                }
                guard let call = try await look(reference, id: nil) else { continue }
                return (place(finding, call, ids: ids), call)
            }
            let start = beginning.calls.first?.path ?? "/"
            if let found = try await find(ids, at: { UsualPaths.status(after: start, id: $0) }) { return found }
            // Workers that share nothing know a job by turns.
        } while caller.now < deadline && (!ids.isEmpty || !addresses.isEmpty)
        let advice = beginning.status == nil ? "give one, such as --status '/jobs/{id}'" : "is --status right?"
        let found = ids.first.map {
            "the id \($0.text) at \($0.source.text) was found, and no path for its status: \(advice)"
        }
        throw Self.failure(
            elsewhere ?? found
                ?? "nothing in the answer looks like an id or an address of the status: \(Self.sample(begins.last))"
        )
    }

    /// Asks for one id after the other at its paths, until an answer looks like that of a status.
    private func find(
        _ ids: [Finding],
        at paths: (Finding) -> [String]
    ) async throws -> (StatusPlace, SeenCall)? {
        for id in ids.prefix(4) {
            for path in paths(id) where !path.contains("{job_id}/{job_id}") {
                guard let call = try await look(StatusPlace.reference(path, id: id.text), id: id.text) else { continue }
                // A redirect leads to the path with, or without, a slash at its end.
                let plain = path.hasSuffix("/") ? String(path.dropLast()) : path
                let final = call.reference.hasSuffix("/") && !plain.contains("?") ? plain + "/" : path
                return (.path(final, id: .finding(id)), call)
            }
        }
        return nil
    }

    /// Asks once; returns the answer if it looks like that of a status.
    private func look(_ reference: String, id: String?) async throws -> SeenCall? {
        var call = try await caller.send("GET", reference, isQuiet: true)
        if [301, 302, 307, 308].contains(call.status), let link = call.headers["location"],
            let moved = caller.reference(of: link, in: call), moved == reference + "/" || moved + "/" == reference
        {
            call = try await caller.send("GET", moved, isQuiet: true)
        }
        guard isStatus(call, id: id) else { return nil }
        return call
    }

    /// Returns true for an answer that looks like a status: about the id, or with a word for a state.
    private func isStatus(_ call: SeenCall, id: String?) -> Bool {
        if call.status == 303 { return true }
        guard call.isSuccess, !call.isPage else { return false }
        if call.status == 202 || id == nil { return true }
        guard call.json?.object != nil else { return false }
        return call.leaves.contains { leaf in
            leaf.value.plainText == id
                || Words.nameState(Words.split(leaf.place.name))
                    && leaf.value.string.flatMap(Words.meaning(of:)) != nil
        }
    }

    /// Returns the place of a status that an address led to.
    private func place(_ finding: Finding, _ call: SeenCall, ids: [Finding]) -> StatusPlace {
        if case .member(let member) = finding.source, let next = call.json.flatMap({ member.follow(in: $0) })?.string,
            next != finding.text, caller.reference(of: next, in: call) != call.reference, Finding.isAddress(next)
        {
            return .moving(finding)
        }
        let reference = caller.reference(of: call.url, in: call) ?? call.reference
        return StatusPlace.path(finding, reference: reference, ids: ids) ?? .address(finding)
    }

    // MARK: - Failures

    static func failure(_ message: String) -> ProbeFailure { ProbeFailure(.badProfile, message) }

    /// The beginning of an answer, for a message.
    static func sample(_ answer: SeenCall?) -> String {
        guard let answer else { return "nothing" }
        let text = answer.body.prefix(200)
        return text.isEmpty ? "\(answer.status) with an empty body" : "\(answer.status) with `\(text)`"
    }

    private static func refuseFailed(_ polls: [SeenCall], _ state: StateReading) throws {
        guard let last = polls.last, let meaning = state.meaning(of: last), meaning == .failed || meaning == .cancelled
        else {
            return
        }
        throw failure("the job ended, but without success: \(sample(last)): give --body for one that succeeds")
    }
}
