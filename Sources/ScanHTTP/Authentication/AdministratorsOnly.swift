//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird

/// A middleware that admits only administrators.
///
/// It stands behind ``BearerAuthentication``. Source: `Conformance/Contract/api.md#roles`.
struct AdministratorsOnly: RouterMiddleware {
    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard try context.requirePrincipal().role == .admin else { throw APIError.forbidden }
        return try await next(request, context)
    }
}
