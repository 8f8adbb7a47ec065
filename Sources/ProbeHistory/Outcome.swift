//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The outcome of a request.
public enum Outcome: Codable, Sendable, Hashable {
    /// A complete HTTP response.
    case answered(Response)
    /// No complete response: the connection could not be opened, broke, or the timeout passed.
    case unanswered(Failure)

    /// The response, if there was one.
    public var response: Response? {
        guard case .answered(let response) = self else { return nil }
        return response
    }

    /// The failure of a request without a response.
    public struct Failure: Codable, Sendable, Hashable {
        /// The kind of a failure.
        public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
            /// The address could not be resolved or the connection was refused.
            case unreachable
            /// The connection was closed or reset before the response was complete.
            case connectionLost = "connection_lost"
            /// The request timed out.
            case timedOut = "timed_out"
            /// The certificate or the handshake was refused.
            case tls
            /// The response is not HTTP.
            case notHTTP = "not_http"
            /// The address leads to an origin that was not allowed, so that nothing was sent.
            case foreignOrigin = "foreign_origin"
            /// The prober itself failed; never the deployment's fault.
            case harness
        }

        /// The kind of failure.
        public var kind: Kind
        /// The message for people, without secrets.
        public var message: String

        /// Creates a failure.
        public init(kind: Kind, message: String) {
            self.kind = kind
            self.message = message
        }
    }
}
