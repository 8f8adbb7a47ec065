//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
package import Hummingbird

/// Authenticates requests.
package protocol Authenticating: Sendable {
    /// Returns the user who sent a request; `nil` if the request has no valid credentials.
    func principal(of request: Request) async -> Principal?
}

/// The authentication of requests by the bearer tokens of an issuer, for users who still exist.
package struct BearerTokens: Authenticating {
    let issuer: TokenIssuer
    let users: CurrentUsers

    /// Creates the authentication with an issuer of tokens, and the current users with their roles.
    package init(issuer: TokenIssuer, users: CurrentUsers) {
        self.issuer = issuer
        self.users = users
    }

    package func principal(of request: Request) async -> Principal? {
        guard let token = request.bearerToken, let claimed = await issuer.principal(of: token),
            let role = users.directory.role(of: claimed.user)
        else { return nil }
        return Principal(user: claimed.user, role: role)
    }
}

/// A middleware that rejects requests without a valid bearer token.
///
/// Source: `Conformance/Contract/api.md#bearer-token`; RFC 6750.
struct BearerAuthentication: RouterMiddleware {
    let authentication: any Authenticating

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard let principal = await authentication.principal(of: request) else { throw APIError.unauthorized }
        var context = context
        context.principal = principal
        return try await next(request, context)
    }
}

extension Request {
    /// The bearer token of the request; the name of the scheme is case-insensitive.
    package var bearerToken: String? {
        guard let value = headers[.authorization] else { return nil }
        // By bytes: each request with its token of some hundreds comes here.
        let parts = value.utf8.split(separator: UInt8(ascii: " "))
        guard parts.count == 2, let scheme = String(parts[0]), scheme.lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
