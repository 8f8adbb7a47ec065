//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What came of a request.
public enum Outcome: Codable, Sendable, Hashable {
    /// A whole HTTP answer.
    case answered(Response)
    /// No whole answer: the connection could not be opened, broke, or the deadline passed.
    case unanswered(Failure)

    /// The answer, if there was one.
    public var response: Response? {
        guard case .answered(let response) = self else { return nil }
        return response
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
