//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small server on a free port that responds like an exchange, or wrongly, as a test directs.
final class ExchangeServer: Sendable {
    enum Reply: Sendable {
        case answer(status: Int = 200, headers: [(String, String)] = [], body: String)
        /// No response, while the connection stays open.
        case hang
        /// A response whose body never reaches its announced length.
        case stall
    }

    /// A closure that responds to a path with its query; the number is the count of earlier requests.
    typealias Respond = @Sendable (_ path: String, _ number: Int) -> Reply

    private let seen = Mutex<[String]>([])
    private let boundPort = Mutex(0)

    /// The base address.
    var address: String { "http://127.0.0.1:\(boundPort.withLock { $0 })" }
    /// The paths with their queries, in the order of the requests.
    var requests: [String] { seen.withLock { $0 } }

    /// Runs a body with a running server.
    static func with<Value>(
        _ respond: @escaping Respond,
        _ body: (ExchangeServer) async throws -> Value
    ) async throws -> Value {
        let server = ExchangeServer()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(server: server, respond: respond))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        server.boundPort.withLock { $0 = channel.localAddress?.port ?? 0 }
        let result: Result<Value, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        try await channel.close()
        return try result.get()
    }

    private func note(_ path: String) -> Int {
        seen.withLock { paths in
            paths.append(path)
            return paths.count - 1
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let server: ExchangeServer
        private let respond: Respond

        init(server: ExchangeServer, respond: @escaping Respond) {
            self.server = server
            self.respond = respond
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .head(let head) = Self.unwrapInboundIn(data) else { return }
            switch respond(head.uri, server.note(head.uri)) {
            case .hang: break
            case .stall: send(200, ["content-length": "1000"], "[", ends: false, context: context)
            case .answer(let status, let headers, let body):
                var fields = HTTPHeaders(headers)
                fields.add(name: "content-length", value: String(body.utf8.count))
                send(status, fields, body, ends: true, context: context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private func send(
            _ status: Int,
            _ headers: HTTPHeaders,
            _ body: String,
            ends: Bool,
            context: ChannelHandlerContext
        ) {
            let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
            context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
            if ends { context.write(Self.wrapOutboundOut(.end(nil)), promise: nil) }
            context.flush()
        }
    }
}
