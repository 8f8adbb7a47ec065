//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// Lets a request through when its bearer token is good.
///
/// Source: `api.md`, *Authentication*; RFC 6750.
struct BearerAuthentication: RouterMiddleware {
    let issuer: TokenIssuer

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard let token = request.bearerToken, let principal = await issuer.principal(of: token) else {
            throw APIError.unauthorized
        }
        var context = context
        context.principal = principal
        return try await next(request, context)
    }
}

extension Request {
    /// The bearer token of the request; the scheme's name may be written in any case.
    fileprivate var bearerToken: String? {
        guard let parts = headers[.authorization]?.split(separator: " "), parts.count == 2 else { return nil }
        return parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
    }
}
