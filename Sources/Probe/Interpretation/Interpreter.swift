//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
public import ProbeHistory

/// Reads answers through a profile.
public struct Interpreter: Sendable {
    private let profile: Profile

    /// Creates an interpreter.
    ///
    /// - Parameter profile: Where in an answer stands what.
    public init(profile: Profile) {
        self.profile = profile
    }

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - status: The HTTP status.
    ///   - operation: What the request asked for.
    /// - Returns: What the answer says; `nil` when its body is not a JSON object.
    public func understand(body: String, status: Int, operation: Event.Operation) -> Understanding? {
        guard let value = JSONValue(parsing: body), value.object != nil else { return nil }
        return self.understand(value, status: status, operation: operation)
    }

    func understand(_ value: JSONValue, status: Int, operation: Event.Operation) -> Understanding {
        let read = self.profile.read
        var understood = Understanding()
        if operation != .login {
            understood.stateWord = read.state.first(in: value, as: \.string)
            understood.scanID = read.scanID.first(in: value, as: \.string)
            understood.progress = self.progress(in: value)
            understood.total = read.total.first(in: value, as: \.int)
            understood.pollURL = read.pollURL.first(in: value, as: \.string)
            understood.resultsURL = read.resultsURL.first(in: value, as: \.string)
        }
        if operation == .results, let opportunities = read.opportunities.first(in: value, as: \.array) {
            understood.listed = opportunities.count
            understood.digest = Self.digest(of: opportunities)
        }
        let userID = operation == .login ? self.profile.login?.userID ?? read.userID : read.userID
        understood.userID = userID.first(in: value, as: Self.identifier)
        understood.state = self.state(understood, status: status, operation: operation)
        if status >= 400 || [.failed, .notFound, .unrecognised].contains(understood.state) {
            understood.message = read.message.first(in: value) { $0.string.flatMap { $0.isEmpty ? nil : $0 } }
        }
        return understood
    }

    /// The worker that answered, if a header names it.
    func worker(in headers: [String: String]) -> String? {
        self.profile.workerHeaders.lazy.compactMap { headers[$0] }.first
    }

    /// A digest of a list of opportunities that is equal exactly if they are, in this order.
    static func digest(of opportunities: [JSONValue]) -> String {
        SHA256.hash(data: Array(JSONValue.array(opportunities).canonicalText.utf8))
            .map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }
            .joined()
    }

    private func progress(in value: JSONValue) -> Progress? {
        let read = self.profile.read
        let progress = Progress(
            completed: read.completed.first(in: value, as: \.int),
            total: read.totalSteps.first(in: value, as: \.int),
            found: read.found.first(in: value, as: \.int),
            // A number that is not finite has no place in a history; the raw body keeps it.
            percentage: read.percentage.first(in: value) { $0.double.flatMap { $0.isFinite ? $0 : nil } }
        )
        return progress == Progress() ? nil : progress
    }

    /// The state that an answer names or, where it names none, implies.
    ///
    /// | HTTP status | word | state |
    /// |---|---|---|
    /// | of *not found* | any | `notFound`: that is what 404 says |
    /// | any | known | what the word means |
    /// | below 400 | unknown | `unrecognised` |
    /// | 400 and above | unknown or none | none: words such as `unauthorized` speak of the request, not of a scan |
    /// | of *pending* | none | `scanning`, except for an initiation |
    /// | accepted | none | `initiated` for an initiation with an id, `complete` for results with a list |
    private func state(_ read: Understanding, status: Int, operation: Event.Operation) -> ScanState? {
        guard operation != .login else { return nil }
        if operation != .initiate, self.profile.notFoundStatuses.contains(status) { return .notFound }
        if let word = read.stateWord {
            if let state = self.profile.states[word] { return state }
            return status < 400 ? .unrecognised : nil
        }
        switch operation {
        case .initiate:
            return self.profile.initiate.accepts.contains(status) && read.scanID != nil ? .initiated : nil
        case .status, .results:
            if self.profile.pendingStatuses.contains(status) { return .scanning }
            let hasResults = operation == .results && read.listed != nil
            return hasResults && self.profile.results.accepts.contains(status) ? .complete : nil
        case .login, .diagnostics, .metrics, .other:
            return nil
        }
    }

    /// Ids are texts, but a deployment may number its users.
    private static func identifier(_ value: JSONValue) -> String? {
        value.string ?? value.int.map(String.init)
    }
}
