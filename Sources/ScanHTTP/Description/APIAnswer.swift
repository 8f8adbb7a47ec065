//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// An answer that an operation may give.
struct APIAnswer: Sendable {
    /// An operation that the answer leads to, and the member of the body that names its object.
    struct Link: Sendable {
        let operation: String
        let parameter: String
        let member: String
    }

    let status: HTTPResponse.Status
    let meaning: String
    /// The header fields that every such answer has, besides those of all answers.
    var headers: [String: Schema] = [:]
    var mediaType = "application/json"
    /// The schema of the body, or nothing for an answer without one.
    var body: Schema?
    var links: [Link] = []
    /// Whether the answer comes from the API, and so says which request and which worker it was.
    var isNumbered = true
    /// The name among the components, for an answer that many operations share.
    private(set) var name: String?

    /// The answer to a connection whose bytes are no HTTP request, before there is one.
    static let unreadable = APIAnswer(
        status: .badRequest,
        meaning: "The request is no valid HTTP, or its head is too large; the connection is closed.",
        isNumbered: false
    )

    /// The answer that an error becomes: its status, its fields and its word are the server's own.
    static func error(_ error: APIError) -> APIAnswer {
        let detail = Schema.array(
            of: .object(["loc": .array(of: .string), "msg": .string]).described("A value, by its path, and its fault.")
        )
        let body = [
            "success": Schema.no, "status": .words([error.word]), "message": .string, "request_id": .string,
        ]
        return APIAnswer(
            status: error.status,
            meaning: meaning(of: error),
            headers: Dictionary(
                uniqueKeysWithValues: Set(error.headers.map(\.name)).map { ($0.rawName, schema(of: $0)) }
            ),
            body: .object(
                error.status == .unprocessableContent ? body.merging(["detail": detail]) { first, _ in first } : body
            ),
            name: error.word
        )
    }

    /// The sentence of an error, without the values of one request.
    private static func meaning(of error: APIError) -> String {
        switch error.status {
        case .methodNotAllowed: "The path takes other methods, which `Allow` names."
        case .tooManyRequests: "Too many requests; `Retry-After` says in how many seconds there is room again."
        case .unauthorized: "The token or the credentials are missing or wrong."
        default: error.message
        }
    }

    private static func schema(of field: HTTPField.Name) -> Schema {
        switch field {
        case .retryAfter: .integer(in: 1...3600).described("Seconds to wait before the next try.")
        case .wwwAuthenticate: .words(["Bearer"])
        default: .string
        }
    }
}
