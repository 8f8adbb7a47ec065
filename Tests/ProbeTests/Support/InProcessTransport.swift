//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import NIOHTTP1
import Probe
import ProbeHistory
import Synchronization

/// A transport to a deployment in this process, for tests of requests and of the handling of responses, not of the
/// network.
///
/// Connections are numbered as a client would open them: one for each request that wants its own, otherwise one that is
/// idle.
final class InProcessTransport: Transport {
    /// The deployment's address.
    static let url = "http://127.0.0.1:8080"

    private struct State {
        var requests: [TestServer.Request] = []
        var opened = 0
        var idle: [Int] = []

        mutating func connect(isFresh: Bool) -> (number: Int, isReused: Bool) {
            if !isFresh, let number = idle.popLast() { return (number, true) }
            opened += 1
            return (opened, false)
        }
    }

    private let respond: @Sendable (TestServer.Request) -> TestServer.Reply
    private let turns: @Sendable (TransportRequest) -> Int
    private let state = Mutex(State())

    /// Creates the transport.
    ///
    /// - Parameters:
    ///   - turns: The number of turns that other tasks get while a request is on its way.
    ///   - respond: The deployment.
    init(
        turns: @escaping @Sendable (TransportRequest) -> Int = { _ in 1 },
        _ respond: @escaping @Sendable (TestServer.Request) -> TestServer.Reply
    ) {
        self.turns = turns
        self.respond = respond
    }

    var requests: [TestServer.Request] { state.withLock { $0.requests } }

    func exchange(
        _ request: TransportRequest,
        mark: @escaping @Sendable (TransportMoment) -> Void
    ) async -> Exchange {
        let connection = state.withLock { $0.connect(isFresh: request.freshConnection) }
        mark(.sent)
        // Other tasks get a turn, as during the time of a real request.
        for _ in 0..<turns(request) { await Task.yield() }
        let seen = TestServer.Request(
            method: request.method,
            path: String(request.url.dropFirst(Self.url.count)),
            headers: HTTPHeaders(request.headers.map { ($0.name, $0.value) }),
            body: request.body ?? "",
            remotePort: connection.number
        )
        state.withLock { $0.requests.append(seen) }
        let reply = respond(seen)
        mark(.received)
        if !request.freshConnection { state.withLock { $0.idle.append(connection.number) } }
        guard case .response(let status, let headers, let body) = reply else {
            let failure = TransportFailure(.harness, "what is no answer needs a real connection")
            return Exchange(result: .failure(failure), connection: connection.number)
        }
        let fields = headers + [("content-length", String(body.utf8.count))]
        return Exchange(
            result: .success(
                Exchange.Reply(status: status, headers: HeaderFields(Dictionary(fields) { "\($0), \($1)" }), body: body)
            ),
            connection: connection.number,
            reusesConnection: connection.isReused
        )
    }
}
