//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import KitSupport
import Logging
import ScanCore

/// A middleware that maps errors to error responses, adds the request id, and logs and counts each response; log lines
/// have the request id and the client's trace.
///
/// No other code maps errors to HTTP.
struct ErrorAnswers: RouterMiddleware {
    /// The name of this worker, sent with each response in `X-Worker`.
    let worker: String
    let metrics: RequestMetrics

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let trace = request.headers[.traceParent].flatMap { TraceParent($0) }
        return try await RequestScope.$current.withValue(RequestScope(id: context.id, trace: trace)) {
            try await answer(request, context: context, next: next)
        }
    }

    private func answer(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = try answer(to: error, context: context)
        }
        response.headers[.requestID] = context.id
        response.headers[.worker] = worker
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        // The answer to HEAD is that to GET without the body. Source: RFC 9110 §9.3.2.
        if request.method == .head { response = response.createHeadResponse() }
        let elapsed = ContinuousClock.now - start
        metrics.record(request, path: context.endpointPath, status: response.status, took: elapsed)
        context.logger.debug(
            "Answered",
            metadata: [
                "method": "\(request.method)", "path": "\(context.endpointPath ?? "-")",
                "status": "\(response.status.code)", "took_ms": "\(elapsed.seconds * 1000)",
            ]
        )
        return response
    }

    private func answer(to error: any Error, context: APIContext) throws -> Response {
        let error = apiError(for: error, context: context)
        var response = try Response.json(ErrorBody(error, requestID: context.id), status: error.status)
        for field in error.headers { response.headers[field.name] = field.value }
        return response
    }

    private func apiError(for error: any Error, context: APIContext) -> APIError {
        switch error {
        case let error as APIError:
            return error
        case let error as StoreError:
            context.logger.warning("The store cannot answer", metadata: ["reason": "\(error)"])
            return .storeUnavailable
        case let error as HTTPError where error.status == .notFound:
            return .noSuchPath
        case let error as HTTPError where error.status == .contentTooLarge:
            return .bodyTooLarge
        case let error as HTTPError where error.status.kind == .clientError:
            return APIError(status: error.status, word: "bad_request", message: "The request cannot be understood.")
        default:
            context.logger.error("A request failed", metadata: ["error": "\(error)"])
            return .unexpected
        }
    }
}

/// The body of every error response.
struct ErrorBody: Encodable {
    let success = false
    let status: String
    let message: String
    let detail: [APIError.Detail]?
    let requestID: String

    init(_ error: APIError, requestID: String) {
        status = error.word
        message = error.message
        detail = error.detail.isEmpty ? nil : error.detail
        self.requestID = requestID
    }
}

extension HTTPField.Name {
    static let requestID = known("X-Request-ID")
    static let worker = known("X-Worker")
    static let traceParent = known(TraceParent.field)

    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("'\(text)' is no name of a header field") }
        return name
    }
}
