//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

/// A call of an API with its answer, as it was made or as a file records it.
struct SeenCall: Sendable {
    var method: String
    var url: String
    var requestHeaders: [(name: String, value: String)] = []
    var requestBody: String?
    var status: Int
    /// The answer's header fields, names in lower case.
    var headers: HeaderFields
    var body: String
    /// The seconds since the job was begun.
    var time = 0.0
    /// The body as JSON; absent where it is none.
    let json: JSONValue?
    /// The values in the body.
    let leaves: [Leaf]

    init(
        method: String,
        url: String,
        requestHeaders: [(name: String, value: String)] = [],
        requestBody: String? = nil,
        status: Int,
        headers: HeaderFields,
        body: String,
        time: Double = 0
    ) {
        self.method = method
        self.url = url
        self.requestHeaders = requestHeaders
        self.requestBody = requestBody
        self.status = status
        self.headers = headers
        self.body = body
        self.time = time
        json = JSONValue(parsing: body)
        leaves = json?.leaves ?? []
    }

    /// True for an answer of success.
    var isSuccess: Bool { (200..<300).contains(status) }

    /// True for a web page, such as that of a proxy or of a site.
    var isPage: Bool {
        headers["content-type"]?.lowercased().hasPrefix("text/html") == true && json == nil && !body.isEmpty
            || body.prefix(64).drop(while: \.isWhitespace).lowercased().hasPrefix("<!doctype")
    }

    /// The path and the query of the address.
    var reference: String { URLComponents(string: url)?.reference ?? url }

    /// The call in a line, for people.
    var line: String { "\(method) \(reference) -> \(status)" }
}

extension URLComponents {
    /// The path and the query, as they stand in the address.
    var reference: String {
        (percentEncodedPath.isEmpty ? "/" : percentEncodedPath) + (percentEncodedQuery.map { "?\($0)" } ?? "")
    }

    /// Returns true for an address with the same scheme, host and port.
    func hasOrigin(of other: URLComponents) -> Bool {
        func port(_ parts: URLComponents) -> Int { parts.port ?? (parts.scheme == "https" ? 443 : 80) }
        return scheme == other.scheme && host?.lowercased() == other.host?.lowercased() && port(self) == port(other)
    }
}
