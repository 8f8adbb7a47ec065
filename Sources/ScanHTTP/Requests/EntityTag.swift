//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// The entity tag of a body, and the comparison with those of a request.
struct EntityTag {
    /// The tag as it is sent, with quotes.
    let text: String

    /// Creates the tag from the digest of a body.
    init(digest: String) {
        text = "\"\(digest)\""
    }

    /// Returns true if the client has the body already, by the weak comparison that `If-None-Match` asks for.
    ///
    /// Source: RFC 9110 §13.1.2.
    func isKnown(in request: Request) -> Bool {
        guard let field = request.headers[.ifNoneMatch] else { return false }
        return field.split(separator: ",").contains { candidate in
            let candidate = candidate.filter { $0 != " " && $0 != "\t" }
            return candidate == "*" || candidate == text || candidate == "W/" + text
        }
    }
}
