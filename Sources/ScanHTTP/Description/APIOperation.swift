//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// One operation of the API: a method at a path, with its parameters, body and answers.
struct APIOperation: Sendable {
    /// The callers who may use an operation.
    enum Access: Sendable {
        case anyone
        case users
        case administrators
    }

    /// A parameter in the path, the query or the header of a request.
    struct Parameter: Sendable {
        enum Place: String { case path, query, header }

        let name: String
        let place: Place
        let schema: Schema
        let meaning: String
    }

    /// The operation's id, from which generators of clients make its name.
    let id: String
    let method: HTTPRequest.Method
    /// The path in the syntax of the router, with parameters in braces.
    let path: String
    let summary: String
    var access = Access.anyone
    var parameters: [Parameter] = []
    /// The schema of the request body; `nil` for an operation without one.
    var body: SchemaName?
    /// The answers to served requests.
    let answers: [APIAnswer]
    /// The errors particular to this operation.
    var errors: [APIError] = []

    /// All answers: the operation's own, its errors, and the errors of every request.
    var allAnswers: [APIAnswer] {
        let errors = Dictionary(grouping: ownErrors + Self.errorsOfAll, by: \.status.code)
        return answers + errors.sorted { $0.key < $1.key }.map { APIAnswer.errors($0.value) }
    }

    /// The errors of this operation, its body and its authentication, without those of every request.
    var ownErrors: [APIError] {
        let body = body == nil ? [] : [APIError.malformedJSON("The body is not valid JSON."), .notJSON, .invalid([])]
        switch access {
        case .anyone: return errors + body
        case .users: return errors + body + [.unauthorized]
        case .administrators: return errors + body + [.unauthorized, .forbidden]
        }
    }

    /// The possible errors of every request, most of which occur before it reaches an operation.
    static let errorsOfAll: [APIError] = [
        .malformedRequest, .wrongMethod(allowed: []), .requestTimeout, .bodyTooLarge, .expectationFailed, .unexpected,
    ]
}

extension APIOperation.Parameter {
    static let scanID = APIOperation.Parameter(
        name: "scan_id",
        place: .path,
        schema: .string(matching: "^scan_[0-9a-f]{32}$"),
        meaning: "The id of a scan, as its initiation gave it."
    )
    static let userID = APIOperation.Parameter(
        name: "user_id",
        place: .path,
        schema: .string(matching: "^[A-Za-z0-9._-]{1,64}$"),
        meaning: "The id of a user."
    )
    static let limit = APIOperation.Parameter(
        name: "limit",
        place: .query,
        schema: .integer(in: 1...50).adding("default", 10),
        meaning: "How many scans to list at most."
    )
    static let ifNoneMatch = APIOperation.Parameter(
        name: "If-None-Match",
        place: .header,
        schema: .string,
        meaning: "Entity tags of copies that the client has."
    )
}
