//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// What the prober sends requests through.
///
/// Which connection a request takes, when its first byte left and its last one came are part of the evidence, so a
/// transport must tell.
public protocol Transport: Sendable {
    /// Sends one request and waits for its whole answer, never longer than the request's timeout.
    ///
    /// Redirects are answers like any other: they are not followed.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - mark: Is called when the first byte leaves and when the last byte has arrived, each at most once; the time
    ///     of the call counts.
    /// - Returns: What came back, and through which connection.
    func exchange(_ request: TransportRequest, mark: @escaping @Sendable (TransportMoment) -> Void) async -> Exchange
}

/// A moment of a request that a transport reports.
public enum TransportMoment: Sendable, Hashable {
    /// The first byte of the request leaves.
    case sent
    /// The last byte of the answer has arrived.
    case received
}

/// A request as a transport sends it.
public struct TransportRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// The absolute URL.
    public var url: String
    /// The header fields.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: String?
    /// The time from the call to the last byte of the answer.
    public var timeout: Duration
    /// Whether the request must have a connection of its own, which carries nothing before or after it.
    public var freshConnection: Bool
    /// The room for the answer's body; absent where only its own length bounds it.
    var allowance: BodyAllowance?

    /// Creates a request.
    public init(
        method: String,
        url: String,
        headers: [(name: String, value: String)] = [],
        body: String? = nil,
        timeout: Duration,
        freshConnection: Bool
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.freshConnection = freshConnection
    }
}

/// What came back for a request.
public struct Exchange: Sendable {
    /// A whole answer.
    public struct Reply: Sendable {
        /// The HTTP status.
        public var status: Int
        /// The header fields, names in lower case; repeated fields are joined with `, `.
        public var headers: [String: String]
        /// The body as text, as far as it was kept.
        public var body: String
        /// The size of the whole body in bytes.
        public var bodyBytes: Int

        /// Creates an answer.
        public init(status: Int, headers: [String: String] = [:], body: String = "", bodyBytes: Int? = nil) {
            self.status = status
            self.headers = headers
            self.body = body
            self.bodyBytes = bodyBytes ?? body.utf8.count
        }
    }

    /// The answer, or why there is none.
    public var result: Result<Reply, TransportFailure>
    /// The number of the connection, counted from 1 in the order of opening; 0 when none was opened.
    public var connection: Int
    /// Whether the connection had carried a request before.
    public var reusesConnection: Bool

    /// Creates an exchange.
    public init(result: Result<Reply, TransportFailure>, connection: Int, reusesConnection: Bool = false) {
        self.result = result
        self.connection = connection
        self.reusesConnection = reusesConnection
    }
}

/// Why there is no whole answer.
public struct TransportFailure: Error, Sendable, Hashable {
    /// The kind of failure.
    public var kind: Outcome.Failure.Kind
    /// The failure for people.
    public var message: String

    /// Creates a failure.
    public init(_ kind: Outcome.Failure.Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
