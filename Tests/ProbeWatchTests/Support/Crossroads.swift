//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOPosix
import Synchronization

/// An address that leads to one server or another, as a balancer in front of two deployments does.
final class Crossroads: Sendable {
    private let destination: Mutex<Int>
    private let listening = Mutex<(any Channel)?>(nil)

    private init(_ port: Int) { destination = Mutex(port) }

    /// Lends an address that leads to a port of this machine, until it is led elsewhere.
    static func with<Value>(
        leadingTo url: String,
        _ body: (Crossroads, String) async throws -> Value
    ) async throws -> Value {
        let crossroads = Crossroads(try port(of: url))
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { crossroads.connect($0) }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(crossroads, "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"))
        } catch {
            result = .failure(error)
        }
        try await channel.close()
        return try result.get()
    }

    /// Leads each connection from now on to another server.
    func lead(to url: String) throws {
        let port = try Self.port(of: url)
        destination.withLock { $0 = port }
    }

    private static func port(of url: String) throws -> Int {
        struct NoPort: Error {}
        guard let port = url.split(separator: ":").last.flatMap({ Int($0) }) else { throw NoPort() }
        return port
    }

    private func connect(_ near: any Channel) -> EventLoopFuture<Void> {
        let port = destination.withLock { $0 }
        return ClientBootstrap(group: near.eventLoop)
            .channelInitializer { far in
                far.eventLoop.makeCompletedFuture {
                    try far.pipeline.syncOperations.addHandler(Passage(to: near))
                    try near.pipeline.syncOperations.addHandler(Passage(to: far))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .flatMap { _ in near.setOption(.autoRead, value: true) }
    }
}

/// One direction of a connection.
private final class Passage: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel

    init(to other: any Channel) { self.other = other }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
