//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

extension RouterMethods where Context == APIContext {
    /// The handler of one method at a path.
    typealias Handler = @Sendable (Request, APIContext) async throws -> Response

    /// Adds the handlers of a path by method; HEAD is served as GET, and all other methods get 405 with `Allow`.
    ///
    /// ``ErrorAnswers`` removes the body from answers to HEAD.
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

/// All methods that the HTTP parser accepts, and one that stands for all others.
package enum KnownMethods {
    /// The method by which a request comes whose own one the parser does not know.
    package static let unknown = "UNKNOWN"

    static let all: [HTTPRequest.Method] = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "ACL", "BIND",
        "CHECKOUT", "COPY", "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "MSEARCH", "M-SEARCH",
        "NOTIFY", "PRI", "PROPFIND", "PROPPATCH", "PURGE", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE",
        "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE", "DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "PAUSE", "TEARDOWN",
        "GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "RECORD", "FLUSH", unknown,
    ].compactMap { HTTPRequest.Method($0) }
}
