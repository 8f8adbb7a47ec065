//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

extension RouterMethods where Context == APIContext {
    /// A handler of one route.
    typealias Handler = @Sendable (Request, APIContext) async throws -> Response

    /// Adds a route with one handler for each method; other methods get 405 with `Allow`.
    func route(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        let allowed = handlers.keys.sorted { $0.rawValue < $1.rawValue }
        for (method, handler) in handlers { on(path, method: method, use: handler) }
        let others: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
        for method in others where handlers[method] == nil {
            on(path, method: method) { _, _ -> Response in throw APIError.wrongMethod(allowed: allowed) }
        }
    }
}
