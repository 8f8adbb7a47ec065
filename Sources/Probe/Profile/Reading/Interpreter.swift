//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The reader of responses through a profile.
public struct Interpreter: Sendable {
    private let profile: Profile

    /// Creates an interpreter.
    ///
    /// - Parameter profile: The profile with the JSON paths of the response fields.
    public init(profile: Profile) {
        self.profile = profile
    }

    /// Reads a response.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - status: The HTTP status.
    ///   - operation: The operation of the request.
    ///   - headers: The header fields, names in lower case.
    ///   - url: The URL of the request, the base of a relative address in the response.
    /// - Returns: The parsed fields; `nil` when the profile applies to nothing in the response.
    public func understand(
        body: String,
        status: Int,
        operation: Event.Operation,
        headers: [String: String] = [:],
        url: String = ""
    ) -> ParsedFields? {
        guard !isPage(body, headers: headers, operation: operation) else { return nil }
        let value = JSONValue(parsing: body)
        let isResult = isResultByItself(status: status, operation: operation)
        let object = isResult ? nil : value.flatMap { $0.object == nil ? nil : $0 }
        var parsed = object.map { members(of: $0, operation: operation) } ?? ParsedFields()
        if operation == .initiate { readIDHeader(headers, url: url, into: &parsed) }
        parsed.state = state(parsed, in: object, status: status, operation: operation)
        if operation == .results, parsed.state == .complete, parsed.digest == nil {
            parsed.digest = self.result(in: object, orWhole: value ?? .string(body)).map(Digest.of)
        }
        if status >= 400 || [.failed, .notFound, .unrecognised].contains(parsed.state), let object {
            parsed.message = self.profile.read.message.first(in: object) {
                $0.string.flatMap { $0.isEmpty ? nil : ReadingLimits.cut($0, to: ReadingLimits.message) }
            }
        }
        return object == nil && parsed == ParsedFields() ? nil : parsed
    }

    /// Returns the worker that responded, if a header names it.
    func worker(in headers: [String: String]) -> String? {
        profile.workerHeaders.lazy.compactMap { headers[$0] }.first
    }

    // MARK: - Reading

    private func members(of value: JSONValue, operation: Event.Operation) -> ParsedFields {
        let read = profile.read
        var parsed = ParsedFields()
        if operation != .login {
            parsed.stateWord = read.state.first(in: value, as: word)
            parsed.jobID = read.jobID.first(in: value, as: Self.name)
            parsed.progress = progress(in: value)
            parsed.total = read.total.first(in: value, as: Self.count)
            parsed.pollURL = read.pollURL.first(in: value, as: Self.name)
            parsed.resultsURL = read.resultsURL.first(in: value, as: Self.name)
        }
        if operation == .results, let opportunities = read.opportunities.first(in: value, as: \.array) {
            parsed.listed = opportunities.count
            parsed.digest = Digest.of(.array(opportunities))
        }
        let userID = operation == .login ? profile.login?.userID ?? read.userID : read.userID
        parsed.userID = userID.first(in: value, as: Self.identifier)
        return parsed
    }

    /// Returns the word for a state: any string, and other values only if the profile knows them.
    private func word(_ value: JSONValue) -> String? {
        if let text = value.string { return ReadingLimits.cut(text, to: ReadingLimits.word) }
        let text = value.bool.map(String.init) ?? value.int.map(String.init)
        return text.flatMap { profile.states[$0] == nil ? nil : $0 }
    }

    private func progress(in value: JSONValue) -> JobProgress? {
        let read = profile.read
        let progress = JobProgress(
            completed: read.completed.first(in: value, as: Self.count),
            total: read.totalSteps.first(in: value, as: Self.count),
            found: read.found.first(in: value, as: Self.count),
            // A non-finite number cannot be written to a history; the raw body keeps it.
            percentage: read.percentage.first(in: value) { $0.double.flatMap { $0.isFinite ? $0 : nil } }
        )
        return progress == JobProgress() ? nil : progress
    }

    private func readIDHeader(_ headers: [String: String], url: String, into parsed: inout ParsedFields) {
        guard let header = profile.idHeader, parsed.jobID == nil,
            headers[header.name, default: ""].utf8.count <= ReadingLimits.name
        else { return }
        parsed.jobID = header.id(in: headers, from: url)
        guard parsed.jobID == nil, header.isAddress, headers[header.name] != nil else { return }
        parsed.message = "the address in the header `\(header.name)` leads to another origin, which is not followed"
    }

    /// Returns the results of a response that are not a list of items; a complete job may have none.
    private func result(in object: JSONValue?, orWhole whole: JSONValue) -> JSONValue? {
        let paths = profile.read.result
        if paths.isEmpty { return nil }
        if let object, let result = paths.first(in: object, as: { $0 }) { return result }
        return paths.contains(where: \.isWhole) ? whole : .null
    }

    /// Returns true if the whole body is the result, so that no other field may be read from it: it can hold anything.
    private func isResultByItself(status: Int, operation: Event.Operation) -> Bool {
        guard profile.read.result.first?.isWhole == true else { return false }
        guard operation == .results || operation == .status && profile.resultsAreStatus else { return false }
        return profile.results.accepts.contains(status) && !profile.pendingStatuses.contains(status)
            && !profile.resultsRedirects.contains(status)
    }

    /// Returns true if the body is an unexpected web page, such as a proxy's.
    private func isPage(_ body: String, headers: [String: String], operation: Event.Operation) -> Bool {
        let accept = endpoint(of: operation)?.headers.first { $0.key.lowercased() == "accept" }?.value ?? ""
        guard !accept.contains("text/html") else { return false }
        let start = body.prefix(64).drop(while: \.isWhitespace).lowercased()
        return headers["content-type"]?.lowercased().hasPrefix("text/html") == true || start.hasPrefix("<html")
            || start.hasPrefix("<!doctype html")
    }

    /// Returns an id as a string; a deployment may number its users.
    private static func identifier(_ value: JSONValue) -> String? {
        name(value) ?? value.int.map(String.init)
    }

    /// A text that may be an id or a link: a longer one could be neither sent nor kept with every request.
    private static func name(_ value: JSONValue) -> String? {
        value.string.flatMap { $0.utf8.count <= ReadingLimits.name ? $0 : nil }
    }

    /// A number that something may be counted with.
    private static func count(_ value: JSONValue) -> Int? {
        value.int.flatMap { (-ReadingLimits.count...ReadingLimits.count).contains($0) ? $0 : nil }
    }

    // MARK: - State

    /// Returns the state of a response; the first line that fits counts.
    ///
    /// | HTTP status | body | state |
    /// |---|---|---|
    /// | of *not found* | any | `notFound`, the meaning of 404 |
    /// | a redirect unknown to the profile | any | none |
    /// | below 400 | a sign of a final state | that state |
    /// | any | a known word | the state of the word |
    /// | below 400 | an unknown word | `unrecognised` |
    /// | 400 and above | else | none: words such as `unauthorized` are about the request, not about a job |
    /// | below 400 | the sign of *scanning* | `scanning` |
    /// | accepted | no word | `initiated` for an initiation with an id |
    /// | of *pending* | no word | `scanning` |
    /// | of *complete* | no word | `complete` |
    /// | accepted | no word | `complete` for existing results |
    private func state(
        _ read: ParsedFields,
        in object: JSONValue?,
        status: Int,
        operation: Event.Operation
    ) -> JobState? {
        guard let endpoint = self.endpoint(of: operation), operation != .login else { return nil }
        if operation != .initiate, self.profile.notFoundStatuses.contains(status) { return .notFound }
        if (300..<400).contains(status), !speaks(of: status, at: endpoint) { return nil }
        let isRefusal = status >= 400
        if !isRefusal, let state = sign(of: [.failed, .complete], in: object) { return state }
        if let word = read.stateWord { return self.profile.states[word] ?? (isRefusal ? nil : .unrecognised) }
        if isRefusal { return nil }
        if let state = sign(of: [.scanning], in: object) { return state }
        if operation == .initiate { return endpoint.accepts.contains(status) && read.jobID != nil ? .initiated : nil }
        if self.profile.pendingStatuses.contains(status) { return .scanning }
        if operation == .status || self.profile.resultsAreStatus, self.profile.completeStatuses.contains(status) {
            return .complete
        }
        guard operation == .results, endpoint.accepts.contains(status) else { return nil }
        let hasResult =
            isResultByItself(status: status, operation: operation)
            || object.map { self.profile.read.result.first(in: $0, as: { $0 }) != nil } == true
        return read.listed != nil || hasResult ? .complete : nil
    }

    private func sign(of states: [JobState], in object: JSONValue?) -> JobState? {
        guard let object else { return nil }
        return states.first { self.profile.signs[$0]?.first(in: object, as: { $0 == .null ? nil : $0 }) != nil }
    }

    private func speaks(of status: Int, at endpoint: Profile.Endpoint) -> Bool {
        endpoint.accepts.union(profile.pendingStatuses).union(profile.completeStatuses).contains(status)
    }

    private func endpoint(of operation: Event.Operation) -> Profile.Endpoint? {
        switch operation {
        case .initiate: profile.initiate
        case .status: profile.status
        case .results: profile.results
        case .login, .diagnostics, .metrics, .other: nil
        }
    }
}
