//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import HTTPTypes
package import NIOCore

/// The answers to what never becomes a request: framing errors, and requests that take too long to arrive.
///
/// They have the same body and header fields as all others, and count among them.
package struct Refusals: Sendable {
    private let worker: String
    private let metrics = RequestMetrics()

    /// Answers in the name of a worker.
    package init(worker: String) {
        self.worker = worker
    }

    /// The answer to an error.
    package func answer(to error: APIError) -> (head: HTTPResponse, body: ByteBuffer) {
        var generator = SystemRandomNumberGenerator()
        let id = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
        // Only text is encoded, which cannot fail.
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
