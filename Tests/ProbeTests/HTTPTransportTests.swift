//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import JobDoubles
import Probe
import ProbeHistory
import Synchronization
import TestSelection
import Testing

@Suite struct HTTPTransportTests {
    @Test func `each fresh connection is a new one in the server's eyes`() async throws {
        let (exchanges, ports) = try await self.ports(fresh: true)
        #expect(Set(ports).count == 20)
        #expect(Set(exchanges.map(\.connection)).count == 20)
        #expect(exchanges.allSatisfy { !$0.reusesConnection })
    }

    @Test func `connections that may be reused are`() async throws {
        let (exchanges, ports) = try await self.ports(fresh: false)
        #expect(Set(ports).count == 1)
        #expect(exchanges.map(\.connection) == Array(repeating: 1, count: 20))
        #expect(exchanges.map(\.reusesConnection) == [false] + Array(repeating: true, count: 19))
    }

    @Test func `fresh connections stay apart when requests run at the same time`() async throws {
        try await withServer(replying: Self.ok) { server, transport in
            let connections = await withTaskGroup(of: Int.self, returning: [Int].self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        await transport.exchange(Self.request(server.url, fresh: true)) { _ in }.connection
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(connections).count == 50)
            #expect(!connections.contains(0))
            #expect(Set(server.requests.map(\.remotePort)).count == 50)
        }
    }

    @Test func `sending comes before receiving and both are told once`() async throws {
        try await withServer(replying: Self.ok) { server, transport in
            let moments = Mutex<[TransportMoment]>([])
            _ = await transport.exchange(Self.request(server.url, fresh: true)) { moment in
                moments.withLock { $0.append(moment) }
            }
            #expect(moments.withLock { $0 } == [.sent, .answering, .received])
        }
    }

    @Test(
        .takesSeconds,
        arguments: [
            (TestServer.Reply.hang, Outcome.Failure.Kind.timedOut),
            (.trickle, .timedOut),
            (.dribble, .timedOut),
            (.endlessBody, .timedOut),
            (.endlessHeaders, .notHTTP),
            (.reset, .connectionLost),
            (.cutOff, .connectionLost),
            (.garbage, .notHTTP),
        ]
    )
    func `an response that is not whole is a failure of its kind`(
        reply: TestServer.Reply,
        kind: Outcome.Failure.Kind
    ) async throws {
        try await withServer(replying: reply) { server, transport in
            let start = ContinuousClock.now
            // The requests that end by themselves have time to do so on a busy machine.
            let timeout: Duration = kind == .timedOut ? .seconds(1) : .seconds(30)
            let exchange = await transport.exchange(Self.request(server.url, fresh: true, timeout: timeout)) { _ in }
            #expect(throws: TransportFailure.self) { try exchange.result.get() }
            guard let failure = exchange.failure else { return }
            #expect(failure.kind == kind, "\(failure.message)")
            #expect(exchange.connection == 1)
            // The timeout is that of the whole request, not of each part of it: those go on for ever.
            #expect(start.duration(to: .now) < .seconds(120))
        }
    }

    @Test func `nothing that listens is unreachable`() async throws {
        try await withClosedPort { port in
            try await HTTPTransport.withTransport { transport in
                let exchange = await transport.exchange(Self.request("http://127.0.0.1:\(port)", fresh: true)) { _ in }
                guard let failure = exchange.failure else {
                    Issue.record("somebody listens on the closed port")
                    return
                }
                #expect(failure.kind == .unreachable, "\(failure.message)")
                #expect(exchange.connection == 0)
            }
        }
    }

    @Test func `a name that does not exist is unreachable`() async throws {
        try await HTTPTransport.withTransport { transport in
            let exchange = await transport.exchange(Self.request("http://no-such-host.invalid", fresh: true)) { _ in }
            guard let failure = exchange.failure else {
                Issue.record("a name under .invalid has an address")
                return
            }
            #expect(failure.kind == .unreachable, "\(failure.message)")
        }
    }

    @Test func `a server without TLS fails the handshake`() async throws {
        try await withServer(replying: Self.ok) { server, transport in
            let exchange = await transport.exchange(Self.request("https://127.0.0.1:\(server.port)", fresh: true)) {
                _ in
            }
            guard let failure = exchange.failure else {
                Issue.record("TLS was spoken with a server that has none")
                return
            }
            #expect(failure.kind == .tls || failure.kind == .connectionLost, "\(failure.message)")
        }
    }

    @Test func `redirects are responses`() async throws {
        let redirect = TestServer.Reply.response(status: 302, headers: [("location", "/elsewhere")], body: "")
        try await withServer(replying: redirect) { server, transport in
            let exchange = await transport.exchange(Self.request(server.url, fresh: true)) { _ in }
            let reply = try exchange.result.get()
            #expect(reply.status == 302)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a body beyond the limit is counted but not kept`() async throws {
        let body = String(repeating: "x", count: 100_000)
        let reply = TestServer.Reply.response(status: 200, body: body)
        try await TestServer.with(reply.always) { server in
            try await HTTPTransport.withTransport(Self.options { $0.keptBodyBytes = 1000 }) { transport in
                let exchange = await transport.exchange(Self.request(server.url, fresh: true)) { _ in }
                let reply = try exchange.result.get()
                #expect(reply.body.utf8.count == 1000)
                #expect(reply.bodyBytes == 100_000)
            }
        }
    }

    @Test func `a file without certificates is refused by name`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "no-certificates-\(UUID()).pem")
        try Data("nothing".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        await #expect {
            try await HTTPTransport.withTransport(Self.options { $0.certificateFile = file.path() }) { _ in }
        } throws: { error in
            (error as? ProbeFailure)?.code == .tls && "\(error)".contains(file.lastPathComponent)
        }
    }

    // MARK: - Fixtures

    private static let ok = TestServer.Reply.response(status: 200, body: "{}")

    private static func request(_ url: String, fresh: Bool, timeout: Duration = .seconds(10)) -> TransportRequest {
        TransportRequest(method: "GET", url: url + "/", timeout: timeout, freshConnection: fresh)
    }

    private static func options(_ change: (inout TransportOptions) -> Void) -> TransportOptions {
        var options = TransportOptions()
        change(&options)
        return options
    }

    private func ports(fresh: Bool) async throws -> ([Exchange], [Int]) {
        try await withServer(replying: Self.ok) { server, transport in
            var exchanges: [Exchange] = []
            for _ in 0..<20 {
                exchanges.append(await transport.exchange(Self.request(server.url, fresh: fresh)) { _ in })
            }
            return (exchanges, server.requests.map(\.remotePort))
        }
    }

    private func withServer<Value: Sendable>(
        replying reply: TestServer.Reply,
        _ body: (TestServer, HTTPTransport) async throws -> Value
    ) async throws -> Value {
        try await TestServer.with(reply.always) { server in
            try await HTTPTransport.withTransport { try await body(server, $0) }
        }
    }
}
