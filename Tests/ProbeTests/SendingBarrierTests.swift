//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOCore
import NIOPosix
import ProbeHistory
import Synchronization
import TestSelection
import Testing

@testable import Probe
@testable import TestSupport

/// Requests that are sent together, over real connections.
@Suite(.timeLimit(.minutes(5))) struct SendingBarrierTests {
    @Test func `both are sent before either is answered, however late one connects`() async throws {
        try await WireServer.with { server in
            try await HTTPTransport.withTransport { transport in
                try await expectTogether("http://127.0.0.1:\(server.port)/", transport)
            }
        }
    }

    @Test(.temporaryFolder) func `with TLS both handshakes come first`() async throws {
        let folder = try TemporaryFolder.url
        try await TestCertificate.make(in: folder)
        var options = TransportOptions()
        options.certificateFile = folder.appending(path: "certificate.pem").path()
        try await WireServer.with(tls: try WireServer.tlsContext(in: folder)) { server in
            try await HTTPTransport.withTransport(options) { transport in
                try await expectTogether("https://localhost:\(server.port)/", transport)
            }
            #expect(server.serverNames.count == 3)
        }
    }

    /// Requires that two requests are sent together although one of them begins much earlier.
    private func expectTogether(_ url: String, _ transport: HTTPTransport) async throws {
        let places = SendingBarrier.places(2, patience: .hours(1))
        let moments = Moments()
        try await withTaskExecutorPreference(transport.nextExecutor()) {
            async let one = transport.exchange(Self.request(url, places[0])) { moments.note($0) }
            // As many as would have carried the first request there and back.
            for _ in 0..<20 { _ = try await transport.exchange(Self.request(url)) { _ in }.result.get() }
            #expect(moments.all.isEmpty)
            async let other = transport.exchange(Self.request(url, places[1])) { moments.note($0) }
            let exchanges = await [one, other]
            #expect(exchanges.allSatisfy { $0.status == 200 })
            #expect(Set(exchanges.map(\.connection)).count == 2)
            #expect(exchanges.allSatisfy { !$0.reusesConnection })
        }
        #expect(moments.all.prefix(2) == [.sent, .sent])
        #expect(moments.all.count == 6)
    }

    @Test(arguments: [true, false])
    func `one that leaves, before or after, is not waited for`(before: Bool) async throws {
        let places = SendingBarrier.places(2, patience: .hours(1))
        try await WireServer.with { server in
            try await HTTPTransport.withTransport { transport in
                if before { places[1].leave() }
                async let exchange = transport.exchange(Self.request(server.port, places[0])) { _ in }
                if !before {
                    _ = try await transport.exchange(Self.request(server.port)) { _ in }.result.get()
                    #expect(server.requests.count == 1)
                    places[1].leave()
                }
                #expect(await exchange.status == 200)
            }
        }
    }

    @Test func `one that never comes is not waited for longer than the patience`() async throws {
        let places = SendingBarrier.places(2, patience: .milliseconds(50))
        try await WireServer.with { server in
            try await HTTPTransport.withTransport { transport in
                for place in places {
                    let exchange = await transport.exchange(Self.request(server.port, place)) { _ in }
                    #expect(exchange.status == 200)
                }
            }
        }
    }

    @Test func `a request whose time is up meanwhile is never sent`() async throws {
        let places = SendingBarrier.places(2, patience: .hours(1))
        try await WireServer.with { server in
            try await HTTPTransport.withTransport { transport in
                var request = Self.request(server.port, places[0])
                request.timeout = .milliseconds(50)
                let exchange = await transport.exchange(request) { moment in Issue.record("it was \(moment)") }
                #expect(exchange.failure?.kind == .timedOut)
                places[1].leave()
                // The connection is as good as new.
                _ = try await transport.exchange(Self.request(server.port)) { _ in }.result.get()
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test(arguments: [("HTTP/1.1 200 OK\r\n\r\n" as String?, Outcome.Failure.Kind.notHTTP), (nil, .connectionLost)])
    func `a connection that speaks or ends before its request is sent is told`(
        greeting: String?,
        kind: Outcome.Failure.Kind
    ) async throws {
        let places = SendingBarrier.places(2, patience: .hours(1))
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                // Once the other end has had time to see that the connection is open.
                channel.eventLoop.scheduleTask(in: .milliseconds(50)) {
                    guard let greeting else { return channel.close(promise: nil) }
                    channel.writeAndFlush(ByteBuffer(string: greeting), promise: nil)
                }
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let port = try #require(listener.localAddress?.port)
        try await HTTPTransport.withTransport { transport in
            let exchange = await transport.exchange(Self.request(port, places[0])) { moment in
                Issue.record("it was \(moment)")
            }
            #expect(exchange.failure?.kind == kind)
            // Nothing is left that could go on.
            places[1].leave()
        }
        try await listener.close()
    }

    @Test func `a run's twins overlap on a deployment that answers at once`() async throws {
        let run = try await WireRun.perform([ConcurrentInitiations()], on: .opportunityScan)
        let twins = run.history.events(.initiate, .twin)
        try #require(twins.count == 2)
        #expect(twins[0].sent <= twins[1].received && twins[1].sent <= twins[0].received)
        #expect(Set(twins.map(\.connection)).count == 2)
    }

    // MARK: - Fixtures

    private static func request(_ port: Int, _ place: SendingBarrier.Place? = nil) -> TransportRequest {
        request("http://127.0.0.1:\(port)/", place)
    }

    private static func request(_ url: String, _ place: SendingBarrier.Place? = nil) -> TransportRequest {
        var request = TransportRequest(method: "GET", url: url, timeout: .seconds(60), freshConnection: false)
        request.place = place
        return request
    }
}

/// The moments of several requests in their order.
private final class Moments: Sendable {
    private let noted = Mutex<[TransportMoment]>([])

    var all: [TransportMoment] { noted.withLock { $0 } }

    func note(_ moment: TransportMoment) { noted.withLock { $0.append(moment) } }
}
