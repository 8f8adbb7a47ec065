//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird
import ScanHTTP

/// A responder behind a chain of middlewares, the first one outermost.
///
/// Unlike a router's middlewares they run before routing, so that they can change the path of a request.
struct MiddlewareChain<End: HTTPResponder>: HTTPResponder where End.Context == APIContext {
    let middlewares: [any RouterMiddleware<APIContext>]
    let end: End

    func respond(to request: Request, context: APIContext) async throws -> Response {
        try await respond(to: request, context: context, from: 0)
    }

    @concurrent private func respond(to request: Request, context: APIContext, from place: Int) async throws -> Response
    {
        guard place < middlewares.count else { return try await end.respond(to: request, context: context) }
        return try await middlewares[place].handle(request, context: context) { request, context in
            try await respond(to: request, context: context, from: place + 1)
        }
    }
}
