//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import NIOCore
import ScanCore
import ScanHTTP
import ScanServer

extension Mutant {
    /// A JSON parse error is not handled, and becomes a 500.
    static let malformedJSONCrashes = Mutant(
        name: "malformed-json-crashes",
        summary: "Malformed JSON is answered 500.",
        violates: ["ERR-008"],
        seams: .answers(to: .discover) { answer, _ in
            guard answer.status == .badRequest else { return }
            answer.fail(.internalServerError, "internal_error", "Something went wrong on the server.")
        }
    )

    /// A body that cannot be parsed is treated as empty.
    static let malformedJSONAccepted = Mutant(
        name: "malformed-json-accepted",
        summary: "A body that is no JSON starts a scan without filters.",
        violates: ["ERR-001"],
        seams: ServerSeams(answers: [RequestMutant(.discover, retryAfter: .badRequest, body: "{}")])
    )

    /// A value of a wrong type is not handled, and becomes a 500.
    static let wrongTypeCrashes = Mutant(
        name: "wrong-type-crashes",
        summary: "A value of a wrong type is answered 500.",
        violates: ["ERR-008"],
        seams: .answers(to: .discover) { answer, _ in
            guard answer.status == .unprocessableContent else { return }
            answer.fail(.internalServerError, "internal_error", "Something went wrong on the server.")
        }
    )

    /// Values of wrong types are ignored.
    static let wrongTypeAccepted = Mutant(
        name: "wrong-type-accepted",
        summary: "A body with values of wrong types starts a scan without them.",
        violates: ["ERR-002"],
        seams: ServerSeams(answers: [RequestMutant(.discover, retryAfter: .unprocessableContent, body: "{}")])
    )

    /// Every body is parsed as JSON, whatever its media type.
    static let wrongMediaTypeAccepted = Mutant(
        name: "wrong-media-type-accepted",
        summary: "The media type of an initiation is not looked at.",
        violates: ["ERR-003"],
        seams: ServerSeams(answers: [RequestMutant(.discover, mediaType: "application/json")])
    )

    /// The body size is not limited.
    static let oversizedBodyAccepted = Mutant(
        name: "oversized-body-accepted",
        summary: "An initiation of any size starts a scan.",
        violates: ["ERR-004"],
        seams: ServerSeams(answers: [RequestMutant(.discover, retryAfter: .contentTooLarge, body: "{}")])
    )

    /// A 405 response lacks the list of allowed methods.
    static let allowMissing = Mutant(
        name: "allow-missing",
        summary: "A wrong method is answered 405 without Allow.",
        violates: ["ERR-005"],
        seams: ServerSeams(answers: [AnswerMutant { answer, _ in answer.headers[.allow] = nil }])
    )

    /// Unknown paths get the start page, as in a single-page web application.
    static let unknownPathServed = Mutant(
        name: "unknown-path-served",
        summary: "An unknown path is answered 200.",
        violates: ["ERR-006"],
        seams: ServerSeams(
            answers: [
                AnswerMutant { answer, _ in
                    guard answer.status == .notFound, answer.state == "no_such_path" else { return }
                    answer.status = .ok
                    answer.json = ["success": true, "message": "Welcome."]
                }
            ]
        )
    )

    /// Errors are HTML pages, as from a proxy.
    static let errorsAsHTML = Mutant(
        name: "errors-as-html",
        summary: "What is wrong with a request is told in HTML.",
        violates: ["ERR-007"],
        cause: "the framework's own error page is left in place for 404, 405 or 413",
        seams: ServerSeams(
            answers: [
                AnswerMutant { answer, _ in
                    guard answer.tellsOfBadInput else { return }
                    let reason = answer.status.reasonPhrase
                    answer.text = ("<html><body><h1>\(reason)</h1></body></html>", "text/html")
                }
            ]
        )
    )

    /// Error messages expose internals: source locations and addresses.
    static let errorsTellAddresses = Mutant(
        name: "errors-tell-addresses",
        summary: "Errors tell of addresses and of the source.",
        violates: ["ERR-007"],
        seams: ServerSeams(
            answers: [
                AnswerMutant { answer, _ in
                    guard answer.tellsOfBadInput else { return }
                    answer.json["message"] = "DecodingError at /srv/scan/Store.swift:42, redis://10.0.0.5:6379/0"
                }
            ]
        )
    )

    /// Each worker counts the rate limit on its own, and only one has a limit.
    static let rateLimitOnOneWorker = Mutant(
        name: "rate-limit-on-one-worker",
        summary: "Only the first worker limits how many scans a user starts.",
        violates: ["ERR-009"],
        cause: "each worker counts in its own memory",
        seams: ServerSeams(
            configuration: { configuration in
                guard configuration.worker > 1 else { return }
                configuration.scanQuota = Quota(limit: 1_000_000, window: .seconds(60))
            }
        )
    )

    /// A 429 response lacks the retry time.
    static let rateLimitWithoutRetryAfter = Mutant(
        name: "rate-limit-without-retry-after",
        summary: "429 comes without Retry-After.",
        violates: ["ERR-009"],
        seams: .answers(to: .discover) { answer, _ in
            if answer.status == .tooManyRequests { answer.headers[.retryAfter] = nil }
        }
    )

    /// Bad input leaves a worker in a broken state.
    static let dazedByBadInput: Mutant = {
        let blows = Tally()
        return Mutant(
            name: "dazed-by-bad-input",
            summary: "A worker takes every initiation for bad input once it was sent some.",
            violates: ["ERR-010"],
            // How many initiations come after the bad input is a matter of time.
            consequences: ["INIT-004", "INIT-005", "INIT-006", "INIT-007", "RATE-004"],
            seams: ServerSeams(
                answers: [
                    AnswerMutant { answer, request in
                        if answer.tellsOfBadInput { _ = blows.next() }
                        guard APICall(of: request) == .discover, answer.status == .ok, blows.count() > 0 else { return }
                        answer.fail(.unprocessableContent, "invalid_request", "The body is not valid.")
                    }
                ]
            )
        )
    }()
}

extension Answer {
    /// A flag that is true if the response rejects bad input; a scan that is not found or a missing token does not
    /// count.
    fileprivate var tellsOfBadInput: Bool {
        switch status {
        case .badRequest, .methodNotAllowed, .contentTooLarge, .unsupportedMediaType, .unprocessableContent: true
        case .notFound: state == "no_such_path"
        default: false
        }
    }
}

/// A middleware that edits the requests of a call.
private struct RequestMutant: RouterMiddleware {
    typealias Context = APIContext

    private let call: APICall
    private let mediaType: String?
    private let refusal: HTTPResponse.Status?
    private let body: String

    /// Creates a middleware that sets a media type for every request, or retries a rejected request with another body.
    init(_ call: APICall, mediaType: String? = nil, retryAfter refusal: HTTPResponse.Status? = nil, body: String = "") {
        self.call = call
        self.mediaType = mediaType
        self.refusal = refusal
        self.body = body
    }

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard APICall(of: request) == call else { return try await next(request, context) }
        var head = request.head
        if let mediaType { head.headerFields[.contentType] = mediaType }
        let response = try await next(Request(head: head, body: request.body), context)
        guard response.status == refusal else { return response }
        head.headerFields[.contentLength] = nil
        return try await next(Request(head: head, body: RequestBody(buffer: ByteBuffer(string: body))), context)
    }
}
