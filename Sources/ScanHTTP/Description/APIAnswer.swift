//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// A possible answer of an operation.
struct APIAnswer: Sendable {
    /// A link to an operation, with the member of the body that is its parameter.
    struct Link: Sendable {
        let operation: String
        let parameter: String
        let member: String
    }

    let status: HTTPResponse.Status
    let meaning: String
    /// The header fields of this answer besides those of all answers.
    var headers: [String: Schema] = [:]
    var mediaType = "application/json"
    /// The schema of the body; `nil` for an answer without a body.
    var body: Schema?
    var links: [Link] = []
    /// The name in the components of the description, for an answer that several operations share.
    private(set) var name: String?

    /// Returns the answer that describes errors of one status, with the header fields and error codes the server sends.
    static func errors(_ errors: [APIError]) -> APIAnswer {
        let detail = Schema.array(
            of: .object(["loc": .array(of: .string), "msg": .string]).described("A value, by its path, and its fault.")
        )
        let status = errors.first?.status ?? .internalServerError
        let words = Set(errors.map(\.word)).sorted()
        let body = ["success": Schema.no, "status": .words(words), "message": .string, "request_id": .string]
        let fields = errors.reduce(into: Set<HTTPField.Name>()) { $0.formUnion($1.headers.map(\.name)) }
        return APIAnswer(
            status: status,
            meaning: Set(errors.map(meaning)).sorted().joined(separator: " "),
            headers: Dictionary(uniqueKeysWithValues: fields.map { ($0.rawName, schema(of: $0)) }),
            body: .object(status == .unprocessableContent ? body.merging(["detail": detail]) { own, _ in own } : body),
            name: words.joined(separator: "-")
        )
    }

    /// Returns the message of an error, without the values of a particular request.
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
