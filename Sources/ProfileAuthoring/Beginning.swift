//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The calls that begin a job, as a user gives them or as a document describes them.
public struct Beginning: Sendable {
    /// A call.
    public struct Call: Sendable, Hashable {
        /// The HTTP method.
        public var method: String
        /// The path with its query; `{job_id}` stands for the id that a call before this one returned.
        public var path: String

        /// Reads a call such as `POST /jobs`; returns `nil` for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: " ", omittingEmptySubsequences: true)
            guard parts.count == 2, parts[0].allSatisfy({ $0.isASCII && $0.isUppercase }), parts[1].hasPrefix("/")
            else {
                return nil
            }
            self.init(method: String(parts[0]), path: String(parts[1]).replacing("{id}", with: "{job_id}"))
        }

        /// Creates a call.
        public init(method: String, path: String) {
            self.method = method
            self.path = path
        }
    }

    /// The calls in their order.
    public var calls: [Call]
    /// The body of the first call; absent when it has none.
    public var body: String?
    /// Header fields of every call, without credentials.
    public var headers: [(name: String, value: String)]
    /// A path of the status that a user or a document gives, with the id at `{job_id}`.
    public var status: String?

    /// Creates a beginning.
    public init(
        calls: [Call],
        body: String? = nil,
        headers: [(name: String, value: String)] = [],
        status: String? = nil
    ) {
        self.calls = calls
        self.body = body
        self.headers = headers
        self.status = status
    }

    /// The media type that the body looks like.
    var contentType: String? {
        guard let body, !body.isEmpty else { return nil }
        switch BodyForm(body) {
        case .json: return "application/json"
        case .form: return "application/x-www-form-urlencoded"
        case .text: return "text/plain"
        }
    }
}

/// The form of a request's body.
enum BodyForm: Sendable, Hashable {
    case json
    case form
    case text

    /// Tells the form by the text.
    init(_ body: String) {
        if let first = body.drop(while: \.isWhitespace).first, "{[\"".contains(first) {
            self = .json
        } else {
            self = body.contains(/^[\w.\-]+=[^\s]*$/) ? .form : .text
        }
    }
}
