//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import ScanCore

extension Response {
    /// Creates the answer to a read of results: nothing if the client has them, or compressed if it takes that.
    ///
    /// Source: `Conformance/Contract/api.md#entity-tags`.
    init(_ results: FinalResults, to request: Request) {
        // One tag for each form of the body. Source: RFC 9110 §8.8.3.3.
        let plain = EntityTag(digest: results.plain.tag)
        let compressed = EntityTag(digest: results.plain.tag + "-gzip")
        let wantsCompressed = request.acceptsGzip
        let tag = wantsCompressed ? compressed : plain
        // A client may keep the results, but must ask before each use: they expire.
        let headers: HTTPFields = [.eTag: tag.text, .cacheControl: "no-cache", .vary: "Accept-Encoding"]
        if plain.isKnown(in: request) || compressed.isKnown(in: request) {
            self.init(status: .notModified, headers: headers)
        } else if wantsCompressed, let body = results.compressed {
            self = .json(body)
            self.headers.append(contentsOf: headers)
            self.headers[.contentEncoding] = "gzip"
        } else {
            self = .json(results.plain.body)
            self.headers.append(contentsOf: headers)
        }
    }
}
