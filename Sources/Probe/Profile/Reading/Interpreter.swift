//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
public import ProbeHistory

/// The reading of responses as a profile describes them.
///
/// An object, since a profile has hundreds of members: whoever holds one copies a reference.
public final class Interpreter: Sendable {
    private let rules: StateRules
    // Lent, not copied.
    private var profile: Profile { _read { yield rules.profile } }

    /// The header fields of an answer to a poll that anything is read from.
    private let readFields: Set<String>

    /// Creates an interpreter.
    ///
    /// - Parameter profile: The profile with the places of what is read.
    public init(profile: Profile) {
        rules = StateRules(profile: profile)
        // A web page is known by its type.
        readFields = Set(profile.allPlaces.flatMap(\.places).compactMap(\.field) + ["content-type"])
    }

    /// Returns true if the header fields of two answers to a poll are the same to the byte where anything is read from
    /// them.
    func readsSame(_ first: HeaderFields, _ second: HeaderFields) -> Bool {
        if first.sharesFields(with: second), !readFields.contains(HeaderFields.requestID) { return true }
        return readFields.allSatisfy { name in
            guard let value = first[name] else { return second[name] == nil }
            return second[name]?.hasSameBytes(as: value) == true
        }
    }

    /// Reads a response.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - status: The HTTP status.
    ///   - operation: The operation of the request.
    ///   - headers: The header fields, names in lower case.
    ///   - url: The URL of the request, the base of a relative address in the response.
    ///   - captured: The captured values of the job, by name.
    /// - Returns: The parsed fields; `nil` when the profile applies to nothing in the response.
    public func understand(
        body: String,
        status: Int,
        operation: Event.Operation,
        headers: HeaderFields = [:],
        url: String = "",
        captured: [String: String] = [:]
    ) -> ParsedFields? {
        let whole = Answer(body: body, headers: headers, captured: captured)
        return understand(whole, status: status, operation: operation, url: url)
    }

    /// Reads an answer that was parsed before.
    func understand(_ whole: Answer, status: Int, operation: Event.Operation, url: String) -> ParsedFields? {
        guard !isPage(whole, operation: operation) else { return nil }
        if operation != .login, profile.endpoint(of: operation)?.meanings[status] == .throttled {
            return ParsedFields(standing: .throttled)
        }
        let read = paths(for: operation)
        let isResult = isResultByItself(status: status, operation: operation, read)
        let answer = isResult ? whole.withoutBody : whole
        var parsed = members(of: answer, operation: operation, read)
        if operation == .initiate { readNewID(answer, url: url, into: &parsed) }
        // In a call of its own, what may be empty may be missing too.
        let mayLack = operation == .results && profile.resultsMayBeEmpty && !profile.resultsAreStatus
        let hasResult = isResult || mayLack || read.result.first(in: answer, as: { $0 == .null ? nil : $0 }) != nil
        let state = rules.state(parsed, in: answer, status: status, operation: operation, hasResult: hasResult)
        let standing = rules.standing(of: state, status: status, operation: operation)
        parsed = parsed.with { parsed in
            parsed.state = state
            parsed.standing = standing
            if operation == .results, state == .complete, parsed.digest == nil {
                parsed.digest = result(in: answer, whole: whole, read).map(Digest.of)
            }
            if operation == .page { readPage(whole, read, into: &parsed) }
            if operation == .list { parsed.items = ids(in: whole) }
            if operation == .results, profile.pages != nil { parsed.items = items(in: whole) }
            if status >= 400 || [.failed, .cancelled, .notFound, .unrecognised].contains(state) {
                parsed.message = read.message.first(in: answer) {
                    $0.string.flatMap { $0.isEmpty ? nil : ReadingLimits.cut($0, to: ReadingLimits.message) }
                }
            }
        }
        return answer.json?.object == nil && parsed == ParsedFields() ? nil : parsed
    }

    /// Returns the worker that responded, if a header names it.
    func worker(in headers: HeaderFields) -> String? {
        profile.workerHeaders.lazy.compactMap { headers[$0] }.first
    }

    /// The places of what is read in the answers to an operation.
    private func paths(for operation: Event.Operation) -> Profile.Paths {
        profile.endpoint(of: operation)?.read ?? profile.read
    }

    // MARK: - Reading

    private func members(of answer: Answer, operation: Event.Operation, _ read: Profile.Paths) -> ParsedFields {
        ParsedFields().with { parsed in
            if operation != .login {
                parsed.stateWord = read.state.first(in: answer, as: word)
                parsed.jobID = read.jobID.first(in: answer, as: Self.id)
                parsed.progress = progress(in: answer, read)
                parsed.total = read.total.first(in: answer, as: Self.count)
                parsed.pollURL = read.pollURL.first(in: answer, as: Self.name)
                parsed.resultsURL = read.resultsURL.first(in: answer, as: Self.name)
            }
            if operation == .results, let opportunities = read.opportunities.first(in: answer, as: \.array) {
                parsed.listed = opportunities.count
                parsed.digest = Digest.of(.array(opportunities))
            }
            let userID = operation == .login ? profile.login?.userID ?? read.userID : read.userID
            parsed.userID = userID.first(in: answer, as: Self.id)
        }
    }

    /// Returns the word for a state: any string, and other values only if the profile knows them.
    private func word(_ value: JSONValue) -> String? {
        if let text = value.string { return ReadingLimits.cut(text, to: ReadingLimits.word) }
        let text = value.bool.map(String.init) ?? value.int.map(String.init)
        return text.flatMap { profile.states[$0] == nil ? nil : $0 }
    }

    private func progress(in answer: Answer, _ read: Profile.Paths) -> JobProgress? {
        let progress = JobProgress(
            completed: read.completed.first(in: answer, as: Self.count),
            total: read.totalSteps.first(in: answer, as: Self.count),
            found: read.found.first(in: answer, as: Self.count),
            // A non-finite number cannot be written to a history; the raw body keeps it.
            percentage: read.percentage.first(in: answer) { value in
                (value.double ?? value.string.flatMap(Double.init)).flatMap { $0.isFinite ? $0 : nil }
            }
        )
        return progress == JobProgress() ? nil : progress
    }

    /// Reads the id of a new job, which may be captured, stand in a header, or be an address.
    private func readNewID(_ answer: Answer, url: String, into parsed: inout ParsedFields) {
        if let capture = profile.initiate.captures.first(where: { $0.name == "job_id" }),
            let id = capture.places.first(in: answer, as: Self.id)
        {
            parsed.jobID = id
        }
        if parsed.jobID == nil { parsed.jobID = answer.captured["job_id"] }
        readIDHeader(answer.headers, url: url, into: &parsed)
        guard parsed.jobID == nil, let name = profile.status.address,
            let capture = profile.initiate.captures.first(where: { $0.name == name })
        else { return }
        parsed.jobID = capture.places.first(in: answer, as: Self.id)
    }

    private func readIDHeader(_ headers: HeaderFields, url: String, into parsed: inout ParsedFields) {
        guard let header = profile.idHeader, parsed.jobID == nil,
            headers[header.name, default: ""].utf8.count <= ReadingLimits.name
        else { return }
        parsed.jobID = header.id(in: headers, from: url)
        guard parsed.jobID == nil, header.isAddress, headers[header.name] != nil else { return }
        parsed.message = "the address in the header `\(header.name)` leads to another origin, which is not followed"
    }

    // MARK: - Results

    /// Returns the results of a response that are not a list of items; `nil` where there are none, but should be.
    private func result(in answer: Answer, whole: Answer, _ read: Profile.Paths) -> JSONValue? {
        if read.result.isEmpty { return nil }
        let found =
            read.result.first(in: answer) { $0 }
            ?? (read.result.contains(where: \.isWhole) ? whole.json ?? .string(whole.body) : nil)
        if profile.resultsMayBeEmpty { return found ?? .null }
        return found.flatMap { $0.isEmptyResult ? nil : $0 }
    }

    /// Returns true if the whole body is the result, so that no other field may be read from it: it can hold anything.
    private func isResultByItself(status: Int, operation: Event.Operation, _ read: Profile.Paths) -> Bool {
        guard read.result.beginWithWhole, let call = profile.endpoint(of: operation) else { return false }
        guard operation == .results || operation == .status && profile.resultsAreStatus else { return false }
        return call.accepts.contains(status) && !call.statuses(meaning: .state(.scanning)).contains(status)
            && !profile.resultsRedirects.contains(status)
    }

    private func readPage(_ answer: Answer, _ read: Profile.Paths, into parsed: inout ParsedFields.Fields) {
        parsed.items = items(in: answer)
        parsed.digest = Digest.of(answer.json ?? .string(answer.body))
    }

    /// Returns short digests of the items of a page, of a bounded number of them.
    private func items(in answer: Answer) -> [String]? {
        guard let pages = profile.pages, !pages.items.isEmpty else { return nil }
        let items = pages.items.lazy.map { $0.values(in: answer) }.first { !$0.isEmpty } ?? []
        return items.prefix(ReadingLimits.itemsOfPage).map { String(Digest.of($0).prefix(16)) }
    }

    /// Returns the ids in a list of jobs, of a bounded number of them; `nil` where there is no list.
    private func ids(in answer: Answer) -> [String]? {
        guard let list = profile.list, list.ids.contains(where: { $0.value(in: answer) != nil }) else { return nil }
        let ids = list.ids.lazy.map { $0.values(in: answer) }.first { !$0.isEmpty } ?? []
        return ids.prefix(ReadingLimits.itemsOfPage).compactMap(Self.id)
    }

    /// Returns true if the body is an unexpected web page, such as a proxy's.
    private func isPage(_ answer: Answer, operation: Event.Operation) -> Bool {
        guard answer.json == nil, !answer.isEmpty else { return false }
        let headers = profile.endpoint(of: operation)?.headers ?? [:]
        let accept = headers.first { $0.key.lowercased() == "accept" }?.value ?? ""
        guard !accept.contains("text/html") else { return false }
        let start = answer.body.prefix(64).drop(while: \.isWhitespace).lowercased()
        return answer.headers["content-type"]?.lowercased().hasPrefix("text/html") == true || start.hasPrefix("<html")
            || start.hasPrefix("<!doctype html")
    }

    /// Returns an id as a text; a deployment may number its jobs and users.
    static func id(_ value: JSONValue) -> String? {
        name(value) ?? value.wholeNumber
    }

    /// A text that may be an id or a link: a longer one could be neither sent nor kept with every request.
    private static func name(_ value: JSONValue) -> String? {
        value.string.flatMap { $0.utf8.count <= ReadingLimits.name ? $0 : nil }
    }

    /// A number that something may be counted with.
    private static func count(_ value: JSONValue) -> Int? {
        value.int.flatMap { (-ReadingLimits.count...ReadingLimits.count).contains($0) ? $0 : nil }
    }
}

extension JSONValue {
    /// True for a value that holds nothing: null, an empty text or an empty list.
    var isEmptyResult: Bool {
        switch self {
        case .null: true
        case .string(let text): text.allSatisfy(\.isWhitespace)
        case .array(let elements): elements.isEmpty
        case .bool, .number, .object: false
        }
    }
}

extension Profile {
    /// The call of an operation; absent for those that are about no job.
    func endpoint(of operation: Event.Operation) -> Endpoint? {
        switch operation {
        case .prepare, .initiate: initiate
        case .status: status
        case .results, .page: results
        case .cancel: cancel
        case .delete: delete
        case .list: list?.endpoint
        case .login, .diagnostics, .metrics, .other: nil
        }
    }
}
