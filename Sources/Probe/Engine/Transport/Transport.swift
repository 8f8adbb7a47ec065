//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// A transport for the prober's requests.
///
/// The connection of a request and the times of its first byte sent and last byte received are part of the evidence, so
/// a transport must report them.
public protocol Transport: Sendable {
    /// Sends one request and waits for its complete response, at most for the request's timeout.
    ///
    /// Redirects are ordinary responses: they are not followed.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - mark: Called at the first byte sent and at the first and the last byte received, each at most once; the time
    ///     of the call counts.
    /// - Returns: The exchange, with its connection.
    func exchange(_ request: TransportRequest, mark: @escaping @Sendable (TransportMoment) -> Void) async -> Exchange

    /// The executor on which a task with many requests is best performed; none where it does not matter.
    func nextExecutor() -> (any TaskExecutor)?
}

extension Transport {
    /// No executor.
    public func nextExecutor() -> (any TaskExecutor)? { nil }
}

/// A moment of a request that a transport reports.
public enum TransportMoment: Sendable, Hashable {
    /// The first byte of the request is sent.
    case sent
    /// The first byte of the response is received.
    case answering
    /// The last byte of the response is received.
    case received
}

/// A request of a transport.
public struct TransportRequest: Sendable {
    /// The HTTP method.
    public var method: String
    /// The absolute URL.
    public var url: String { didSet { route = nil } }
    /// The header fields.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: String?
    /// The time from the call to the last byte of the response.
    public var timeout: Duration
    /// True if the request must have its own connection, which carries no other request.
    public var freshConnection: Bool
    /// The room for the answer's body; absent where only its own length bounds it.
    var allowance: BodyAllowance?
    /// The place among requests that are sent together; a transport that knows no such thing sends it at once.
    var place: SendingBarrier.Place?
    /// The address, or the reason that nothing can be sent there; absent unless the request was checked.
    private(set) var route: Result<RequestAddress, TransportFailure>?

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

extension TransportRequest {
    /// Checks once what is sent again and again: any field that is added afterwards must be one that can be sent.
    mutating func check() { route = checkedRoute }

    /// The address, or the reason that nothing can be sent there.
    var checkedRoute: Result<RequestAddress, TransportFailure> {
        if let route { return route }
        guard let address = RequestAddress(url) else {
            return .failure(
                TransportFailure(.harness, "the request was not sent: its address is none that can be")
            )
        }
        if let name = headerThatCannotBeSent {
            return .failure(
                TransportFailure(.harness, "the request was not sent: no header can carry that `\(name)`")
            )
        }
        return .success(address)
    }

    /// The name of a header field whose name or value would end it, and begin another one.
    private var headerThatCannotBeSent: String? {
        headers.first { name, value in
            name.isEmpty || name.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: ":") || $0 >= 0x7F }
                || value.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
        }?.name
    }
}

/// The outcome of a request, with its connection.
public struct Exchange: Sendable {
    /// A complete response.
    public struct Reply: Sendable {
        /// The HTTP status.
        public var status: Int
        /// The header fields.
        public var headers: HeaderFields
        /// The body as text, up to the kept number of bytes.
        public var body: String
        /// The size of the whole body in bytes.
        public var bodyBytes: Int

        /// Creates a response.
        public init(status: Int, headers: HeaderFields = [:], body: String = "", bodyBytes: Int? = nil) {
            self.status = status
            self.headers = headers
            self.body = body
            self.bodyBytes = bodyBytes ?? body.utf8.count
        }
    }

    /// The response, or the failure.
    public var result: Result<Reply, TransportFailure>
    /// The number of the connection, counted from 1 in the order of opening; 0 without one.
    public var connection: Int
    /// True if the connection had carried a request before.
    public var reusesConnection: Bool

    /// Creates an exchange.
    public init(result: Result<Reply, TransportFailure>, connection: Int, reusesConnection: Bool = false) {
        self.result = result
        self.connection = connection
        self.reusesConnection = reusesConnection
    }
}

/// The failure of a request without a complete response.
public struct TransportFailure: Error, Sendable, Hashable {
    /// The kind of failure.
    public var kind: Outcome.Failure.Kind
    /// The message for people.
    public var message: String

    /// Creates a failure.
    public init(_ kind: Outcome.Failure.Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
