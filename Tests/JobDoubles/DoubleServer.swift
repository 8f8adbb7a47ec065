//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A double on a free port of this machine.
package enum DoubleServer {
    /// Lends the address of a running double to a body.
    ///
    /// - Parameters:
    ///   - double: The description.
    ///   - fault: The fault.
    ///   - seconds: The time that a job takes.
    ///   - body: The closure that uses the server.
    /// - Returns: The result of the closure.
    /// - Throws: The error of the closure, or that of a server that cannot start.
    package static func with<Value>(
        _ double: JobDouble,
        _ fault: JobDouble.Fault = .none,
        seconds: Double = 0.6,
        _ body: (_ address: String) async throws -> Value
    ) async throws -> Value {
        // The address is known when the server runs, before its first request.
        let running = Mutex<RunningDouble?>(nil)
        let answer: @Sendable (RunningDouble.Request) -> JobDouble.Answer = { request in
            running.withLock { $0 }?.answer(request) ?? JobDouble.Answer(503)
        }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(DoubleHandler(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        let clock = ContinuousClock()
        let start = clock.now
        running.withLock {
            $0 = RunningDouble(double, fault, base: address, seconds: seconds) {
                let passed = start.duration(to: clock.now).components
                return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
            }
        }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(address))
        } catch {
            result = .failure(error)
        }
        try await channel.close()
        return try result.get()
    }
}

/// The handler of a connection's requests, one after the other.
private final class DoubleHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: @Sendable (RunningDouble.Request) -> JobDouble.Answer
    private var head: HTTPRequestHead?
    private var body = ""

    init(_ answer: @escaping @Sendable (RunningDouble.Request) -> JobDouble.Answer) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = ""
        case .body(let buffer):
            body += String(buffer: buffer)
        case .end:
            guard let head else { return }
            let fields = head.headers.map { ($0.name.lowercased(), $0.value) }
            let answer = answer(
                RunningDouble.Request(
                    method: head.method.rawValue,
                    path: head.uri,
                    headers: Dictionary(fields) { first, _ in first },
                    body: body
                )
            )
            send(answer, isKept: head.isKeepAlive, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ answer: JobDouble.Answer, isKept: Bool, context: ChannelHandlerContext) {
        var headers = HTTPHeaders(answer.headers.map { ($0.key, $0.value) })
        if !answer.body.isEmpty, !headers.contains(name: "content-type") {
            headers.add(name: "content-type", value: "application/json")
        }
        headers.add(name: "content-length", value: String(answer.body.utf8.count))
        if !isKept { headers.add(name: "connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: answer.status),
            headers: headers
        )
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
        let closing = isKept ? nil : context.eventLoop.makePromise(of: Void.self)
        closing?.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: closing)
    }
}
