//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What came of a request.
public enum Outcome: Codable, Sendable, Hashable {
    /// A whole HTTP answer.
    case answered(Answer)
    /// No whole answer: the connection could not be opened, broke, or the deadline passed.
    case unanswered(Failure)

    /// The answer, if there was one.
    public var answer: Answer? {
        guard case .answered(let answer) = self else { return nil }
        return answer
    }

    /// Why there was no answer.
    public struct Failure: Codable, Sendable, Hashable {
        /// The kinds of failure that a reader treats differently.
        public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
            /// The address could not be resolved or nothing listens there.
            case unreachable
            /// The connection was closed or reset before the answer was whole.
            case connectionLost = "connection_lost"
            /// The deadline of the request passed.
            case timedOut = "timed_out"
            /// The certificate or the handshake was refused.
            case tls
            /// What came back is not HTTP.
            case notHTTP = "not_http"
            /// The prober itself failed; never the deployment's fault.
            case harness
        }

        /// The kind of failure.
        public var kind: Kind
        /// The failure for people, without secrets.
        public var message: String

        /// Creates a failure.
        public init(kind: Kind, message: String) {
            self.kind = kind
            self.message = message
        }
    }
}

/// An HTTP answer, raw and as the profile understood it.
public struct Answer: Codable, Sendable, Hashable {
    /// The HTTP status code.
    public var status: Int
    /// The header fields, names in lower case; repeated fields are joined with `, `.
    public var headers: [String: String]
    /// The body as text, as far as it was kept; invalid UTF-8 is replaced.
    public var body: String?
    /// The size of the whole body in bytes.
    public var bodyBytes: Int
    /// The worker that answered, if the answer names one.
    public var worker: String?
    /// What the profile read from the answer; absent when the body is not JSON.
    public var understood: Understanding?

    /// Creates an answer.
    public init(
        status: Int,
        headers: [String: String] = [:],
        body: String? = nil,
        bodyBytes: Int = 0,
        worker: String? = nil,
        understood: Understanding? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.bodyBytes = bodyBytes
        self.worker = worker
        self.understood = understood
    }
}
