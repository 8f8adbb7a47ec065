//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

extension RouterMethods where Context == APIContext {
    /// A handler of one route.
    typealias Handler = @Sendable (Request, APIContext) async throws -> Response

    /// Serves a path by method; HEAD as GET, and every other method gets 405 with `Allow`.
    ///
    /// ``ErrorAnswers`` takes the body from answers to HEAD.
    func route(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        var handlers = handlers
        if handlers[.head] == nil { handlers[.head] = handlers[.get] }
        let allowed = handlers.keys.sorted { $0.rawValue < $1.rawValue }
        for (method, handler) in handlers { on(path, method: method, use: handler) }
        for method in KnownMethods.all where handlers[method] == nil {
            on(path, method: method) { _, _ -> Response in throw APIError.wrongMethod(allowed: allowed) }
        }
    }
}

/// All methods that the HTTP parser lets through; it refuses others with 400 by itself.
enum KnownMethods {
    static let all: [HTTPRequest.Method] = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "ACL", "BIND",
        "CHECKOUT", "COPY", "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "MSEARCH", "M-SEARCH",
        "NOTIFY", "PRI", "PROPFIND", "PROPPATCH", "PURGE", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE",
        "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE", "DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "PAUSE", "TEARDOWN",
        "GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "RECORD", "FLUSH",
    ].compactMap { HTTPRequest.Method($0) }
}
