//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import ScanCore

/// An error response: the fault of a request, or the reason that it cannot be served now.
///
/// All errors have the same body, which never reveals keys, addresses, traces or the existence of another user.
/// Source: `Conformance/Contract/api.md#errors`.
package struct APIError: Error {
    /// One invalid value in a request body, with its location.
    package struct Detail: Encodable, Sendable, Hashable {
        /// The path to the value, from `body` on.
        let loc: [String]
        /// The problem, with the values that would be valid.
        let msg: String
    }

    let status: HTTPResponse.Status
    /// The error code, for programs.
    let word: String
    /// The message, for people.
    let message: String
    var headers: HTTPFields = [:]
    var detail: [Detail] = []

    static let unauthorized = APIError(
        status: .unauthorized,
        word: "unauthorized",
        message: "A valid bearer token is needed; log in at /api/v1/auth/login to get one.",
        headers: [.wwwAuthenticate: "Bearer"]
    )
    static let wrongCredentials = APIError(
        status: .unauthorized,
        word: "unauthorized",
        message: "The e-mail address or the password is wrong.",
        headers: [.wwwAuthenticate: "Bearer"]
    )
    static let forbidden = APIError(
        status: .forbidden,
        word: "forbidden",
        message: "This call is for administrators."
    )
    static let noSuchPath = APIError(
        status: .notFound,
        word: "no_such_path",
        message: "There is nothing at this path; GET /health tells whether the server is up."
    )
    /// One response for unknown, expired and other users' scans, so that they cannot be told apart.
    static let noSuchScan = APIError(
        status: .notFound,
        word: "not_found",
        message: "There is no such scan, or it has expired."
    )
    package static let bodyTooLarge = APIError(
        status: .contentTooLarge,
        word: "body_too_large",
        message: "The body may have 64 KiB at most."
    )
    /// The error for broken framing: a chunk size, a terminator, a transfer coding, a length, or an early end of input.
    package static let malformedRequest = APIError(
        status: .badRequest,
        word: "bad_request",
        message: "The request is no HTTP/1.1 that can be understood, ends too soon, or its header is too large."
    )
    /// The error for a request without exactly one `Host` field.
    ///
    /// Source: RFC 9112, section 3.2.
    package static let oneHost = APIError(
        status: .badRequest,
        word: "bad_request",
        message: "A request has exactly one Host header."
    )
    package static let expectationFailed = APIError(
        status: .expectationFailed,
        word: "expectation_failed",
        message: "The only expectation that can be met is 100-continue."
    )
    package static let requestTimeout = APIError(
        status: .requestTimeout,
        word: "request_timeout",
        message: "The request took too long to arrive; send it again, and faster."
    )
    static let notJSON = APIError(
        status: .unsupportedMediaType,
        word: "unsupported_media_type",
        message: "The body has to be JSON: send Content-Type: application/json."
    )
    static let unexpected = APIError(
        status: .internalServerError,
        word: "internal_error",
        message: "Something went wrong on the server; its log has this request id."
    )

    static func malformedJSON(_ message: String) -> APIError {
        APIError(status: .badRequest, word: "malformed_json", message: message)
    }

    static func invalid(_ detail: [Detail]) -> APIError {
        APIError(
            status: .unprocessableContent,
            word: "invalid_request",
            message: "The body is not what this call takes; `detail` says where.",
            detail: detail
        )
    }

    static func tooMany(retryAfter: Duration) -> APIError {
        let seconds = max(1, Int(retryAfter.seconds.rounded(.up)))
        return APIError(
            status: .tooManyRequests,
            word: "rate_limited",
            message: "Too many requests; try again in \(seconds) s.",
            headers: [.retryAfter: "\(seconds)"]
        )
    }

    static func wrongMethod(allowed: [HTTPRequest.Method]) -> APIError {
        let allowed = allowed.map(\.rawValue).joined(separator: ", ")
        return APIError(
            status: .methodNotAllowed,
            word: "method_not_allowed",
            message: "This path takes \(allowed).",
            headers: [.allow: allowed]
        )
    }

    /// The error for a login while too many passwords are being checked, each of which takes much time and memory.
    static let loginsBusy = APIError(
        status: .serviceUnavailable,
        word: "busy",
        message: "Too many others are logging in at the moment; try again shortly.",
        headers: [.retryAfter: "1"]
    )

    /// The store is unreachable, which is not the same as *the scan does not exist*.
    static let storeUnavailable = APIError(
        status: .serviceUnavailable,
        word: "store_unavailable",
        message: "The scan store cannot be reached; nothing is lost, try again shortly.",
        headers: [.retryAfter: "1"]
    )
}
