//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import HTTPTypes
package import NIOCore

/// The answers to incomplete requests: those with framing errors, and those that take too long to arrive.
///
/// They have the same body and header fields as all other error responses, and are counted in the same metrics.
package struct Refusals: Sendable {
    private let worker: String
    private let metrics = RequestMetrics()

    /// Creates the answers of a worker.
    package init(worker: String) {
        self.worker = worker
    }

    /// Returns the answer to an error.
    package func answer(to error: APIError) -> (head: HTTPResponse, body: ByteBuffer) {
        var generator = SystemRandomNumberGenerator()
        let id = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
        // The body consists of strings only, whose encoding cannot fail.
        let body = (try? JSONBytes.encode(ErrorBody(error, requestID: id))) ?? Data()
        var head = HTTPResponse(status: error.status, headerFields: error.headers)
        head.headerFields[.contentType] = JSONBytes.mediaType
        head.headerFields[.contentLength] = "\(body.count)"
        head.headerFields[.requestID] = id
        head.headerFields[.worker] = worker
        head.headerFields[.cacheControl] = "no-store"
        metrics.recordRefusal(status: error.status)
        return (head, ByteBuffer(bytes: body))
    }
}
