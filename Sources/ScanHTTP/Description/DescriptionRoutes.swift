//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import HTTPTypes
import Hummingbird
import KitSupport
import NIOCore

/// The route of the API's description, which needs no login; the document is generated once.
///
/// Source: `Conformance/Contract/api.md#openapi-description`.
struct DescriptionRoutes {
    private let body = ByteBuffer(bytes: APIDescription.document)
    private let tag = EntityTag(digest: SHA256.hash(data: APIDescription.document).prefix(16).hexadecimal)

    func add(to router: Router<APIContext>) {
        router.route("openapi.json", [.get: description])
    }

    @Sendable private func description(_ request: Request, context: APIContext) async throws -> Response {
        // A client may cache the description, but must revalidate it before each use.
        var headers: HTTPFields = [.eTag: tag.text, .cacheControl: "no-cache"]
        if tag.isKnown(in: request) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.contentLength] = "\(body.readableBytes)"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
