//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import ScanHTTP
import ScanServer

/// A middleware that edits the responses to some calls.
struct AnswerMutant: RouterMiddleware {
    typealias Context = APIContext

    private let calls: Set<APICall>
    private let change: @Sendable (inout Answer, Request) async throws -> Void

    /// Creates a middleware that edits the responses to some calls.
    init(calls: Set<APICall>, change: @escaping @Sendable (inout Answer, Request) async throws -> Void) {
        self.calls = calls
        self.change = change
    }

    /// Creates a middleware that edits all responses, to unknown paths as well.
    init(toAll change: @escaping @Sendable (inout Answer, Request) async throws -> Void) {
        self.init(calls: Set(APICall.allCases), change: change)
    }

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard calls.contains(APICall(of: request)) else { return try await next(request, context) }
        // An answer that is changed has to come as it is, not compressed.
        var head = request.head
        head.headerFields[.acceptEncoding] = nil
        let response = try await next(Request(head: head, body: request.body), context)
        var answer = try await Answer(response)
        try await change(&answer, request)
        return try answer.response()
    }
}

/// The calls of the API that mutants distinguish.
enum APICall: Hashable, CaseIterable {
    case login
    case discover
    case status
    case results
    case diagnostics
    case metrics
    case other

    init(of request: Request) {
        let parts = request.uri.path.split(separator: "/").dropFirst(2)
        switch (parts.first, parts.dropFirst().first) {
        case ("auth", _): self = .login
        case ("opportunities", "discover"): self = .discover
        case ("opportunities", "status"): self = .status
        case ("opportunities", "results"): self = .results
        case ("scan-diagnostics", _): self = .diagnostics
        default: self = request.uri.path == "/metrics" ? .metrics : .other
        }
    }
}

extension Request {
    /// The scan id in the path of a status or results request, as sent.
    var scanInPath: String { uri.path.split(separator: "/").last.map(String.init) ?? "" }
}

extension ServerSeams {
    /// Returns extension points that edit the responses to some calls.
    static func answers(
        to calls: APICall...,
        change: @escaping @Sendable (inout Answer, Request) async throws -> Void
    ) -> ServerSeams {
        ServerSeams(answers: [AnswerMutant(calls: Set(calls), change: change)])
    }
}
