//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOPosix
import Synchronization

/// A server that answers whatever it is sent with given bytes, and closes the connection.
final class RawServer: Sendable {
    private let port: Int
    private let answer: Answer

    private final class Answer: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    var url: String { "http://127.0.0.1:\(port)/" }

    private init(port: Int, answer: Answer) {
        self.port = port
        self.answer = answer
    }

    /// Sets the bytes of the answers that follow.
    func answer(with bytes: [UInt8]) { self.answer.bytes.withLock { $0 = bytes } }

    /// Lends a running server to a body.
    static func with(_ body: (RawServer) async throws -> Void) async throws {
        let answer = Answer()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answerer(answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let server = RawServer(port: channel.localAddress?.port ?? 0, answer: answer)
        let result: Result<Void, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        try await channel.close()
        try result.get()
    }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: Answer

        init(answer: Answer) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let channel = context.channel
            channel.writeAndFlush(ByteBuffer(bytes: answer.bytes.withLock { $0 })).whenComplete { _ in
                channel.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
