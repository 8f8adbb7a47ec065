//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
package import NIOHTTP1
import NIOPosix
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A small HTTP/1.1 server on a free port of this machine, with correct and broken replies chosen by a test.
package final class TestServer: Sendable {
    package struct Request: Sendable {
        package var method: String
        package var path: String
        package var headers: HTTPHeaders
        package var body: String
        /// The client's port, which identifies the connection.
        package var remotePort: Int

        package init(method: String, path: String, headers: HTTPHeaders, body: String, remotePort: Int) {
            self.method = method
            self.path = path
            self.headers = headers
            self.body = body
            self.remotePort = remotePort
        }

        package var token: String? {
            headers.first(name: "authorization").flatMap {
                $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil
            }
        }
    }

    package enum Reply: Sendable {
        case response(status: Int, headers: [(String, String)] = [("content-type", "application/json")], body: String)
        /// No response, and the connection stays open.
        case hang
        /// A head and a first byte, and then nothing.
        case trickle
        /// A head, and then a byte now and then.
        case dribble
        /// A body without an end.
        case endlessBody
        /// Header fields without an end.
        case endlessHeaders
        /// A reset instead of a response.
        case reset
        /// A head, the beginning of a body, and then the close of the connection.
        case cutOff
        /// Bytes that are not HTTP.
        case garbage

        /// Returns this reply to every request.
        @Sendable package func always(_ request: Request) -> Reply { self }
    }

    package let port: Int
    private let seen: Mutex<[Request]>

    package var url: String { "http://127.0.0.1:\(port)" }
    package var requests: [Request] { seen.withLock { $0 } }

    private init(port: Int) {
        self.port = port
        seen = Mutex([])
    }

    /// Lends a running server to a body.
    package static func with<Value>(
        _ respond: @escaping @Sendable (Request) -> Reply,
        _ body: (TestServer) async throws -> Value
    ) async throws -> Value {
        let recorder = Recorder()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(TestHandler(recorder: recorder, respond: respond))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let server = TestServer(port: channel.localAddress?.port ?? 0)
        recorder.record = { request in server.seen.withLock { $0.append(request) } }
        let result: Result<Value, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        try await channel.close()
        return try result.get()
    }
}

/// The observer of requests; set once, before the first connection is opened.
private final class Recorder: Sendable {
    // A structure: a closure that a mutex holds is wrapped once more each time it is lent.
    private struct Observation {
        var record: (@Sendable (TestServer.Request) -> Void)?
    }

    private let observation = Mutex(Observation())

    var record: (@Sendable (TestServer.Request) -> Void)? {
        get { observation.withLock { $0.record } }
        set { observation.withLock { $0.record = newValue } }
    }
}

private final class TestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let recorder: Recorder
    private let respond: @Sendable (TestServer.Request) -> TestServer.Reply
    private var head: HTTPRequestHead?
    private var body = ""

    init(recorder: Recorder, respond: @escaping @Sendable (TestServer.Request) -> TestServer.Reply) {
        self.recorder = recorder
        self.respond = respond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let buffer):
            body += String(buffer: buffer)
        case .end:
            guard let head else { return }
            let request = TestServer.Request(
                method: head.method.rawValue,
                path: head.uri,
                headers: head.headers,
                body: body,
                remotePort: context.remoteAddress?.port ?? 0
            )
            recorder.record?(request)
            send(respond(request), keepAlive: head.isKeepAlive, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func send(_ reply: TestServer.Reply, keepAlive: Bool, context: ChannelHandlerContext) {
        switch reply {
        case .response(let status, let headers, let body):
            var fields = HTTPHeaders(headers)
            fields.add(name: "content-length", value: String(body.utf8.count))
            if !keepAlive { fields.add(name: "connection", value: "close") }
            write(status: status, fields, body: body, context: context)
            let closing = keepAlive ? nil : context.eventLoop.makePromise(of: Void.self)
            closing?.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: closing)
        case .hang:
            break
        case .trickle:
            write(status: 200, ["content-length": "1000"], body: "{", context: context)
            context.flush()
        case .cutOff:
            write(status: 200, ["content-length": "1000"], body: #"{"status":"scan"#, context: context)
            context.flush()
            context.close(promise: nil)
        case .dribble:
            write(status: 200, ["content-length": "1000"], body: "", context: context)
            context.flush()
            let channel = context.channel
            context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(200)) { task in
                guard channel.isActive else { return task.cancel() }
                channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: " "))), promise: nil)
            }
        case .endlessBody:
            write(status: 200, ["transfer-encoding": "chunked"], body: "{", context: context)
            let chunk = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(repeating: 0x20, count: 1 << 14)))
            Self.repeatWrites(to: context.channel) { $0.writeAndFlush(chunk) }
        case .endlessHeaders:
            // Past the encoder, as garbage is.
            guard let first = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self) else {
                return
            }
            first.writeAndFlush(NIOAny(ByteBuffer(string: "HTTP/1.1 200 OK\r\n")), promise: nil)
            let fields = ByteBuffer(string: String(repeating: "x-more: and more\r\n", count: 100))
            let bound = NIOLoopBound(first, eventLoop: context.eventLoop)
            Self.repeatWrites(to: context.channel) { channel in
                let promise = channel.eventLoop.makePromise(of: Void.self)
                bound.value.writeAndFlush(NIOAny(fields), promise: promise)
                return promise.futureResult
            }
        case .reset:
            // Lingering for no time at all makes the close a reset: socket(7).
            let linger = linger(l_onoff: 1, l_linger: 0)
            (context.channel as? any SocketOptionProvider)?.setSoLinger(linger).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
        case .garbage:
            // Written from the head of the pipeline, past the encoder.
            let bytes = ByteBuffer(string: "SSH-2.0-OpenSSH_9.2\r\n\r\n")
            if let first = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self) {
                first.writeAndFlush(NIOAny(bytes), promise: nil)
            }
        }
    }

    /// Writes again after each completed write, until the connection is closed.
    private static func repeatWrites(
        to channel: any Channel,
        _ write: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) {
        guard channel.isActive else { return }
        // A pause, so that the other tests on this machine do not starve.
        write(channel).whenSuccess {
            _ = channel.eventLoop.scheduleTask(in: .milliseconds(10)) { Self.repeatWrites(to: channel, write) }
        }
    }

    private func write(status: Int, _ headers: HTTPHeaders, body: String, context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
    }
}
