//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOPosix
import Synchronization

/// A proxy before a TCP port of this machine, which delays what it passes on, cuts connections, and refuses them.
final class TCPProxy: Sendable {
    private struct State {
        var delay = TimeAmount.zero
        var isCut = false
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    /// The port to connect to.
    let port: Int
    private let server: any Channel
    private let state: Wrapped

    /// The state, which the handlers of connections share with the proxy.
    fileprivate final class Wrapped: Sendable {
        private let state = Mutex(State())

        var delay: TimeAmount { state.withLock { $0.delay } }
        var isCut: Bool { state.withLock { $0.isCut } }

        func delay(by time: TimeAmount) { state.withLock { $0.delay = time } }

        func add(_ channel: any Channel) {
            state.withLock { $0.channels[ObjectIdentifier(channel)] = channel }
            channel.closeFuture.whenComplete { _ in
                self.state.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
            }
        }

        /// Refuses connections or not; returns those that are open.
        func cut(_ isCut: Bool) -> [any Channel] {
            state.withLock { state in
                state.isCut = isCut
                return Array(state.channels.values)
            }
        }
    }

    private init(server: any Channel, state: Wrapped) {
        self.server = server
        self.state = state
        port = server.localAddress?.port ?? 0
    }

    /// Runs a body with a proxy before a port, and closes it afterwards.
    static func with<Result>(to target: Int, _ body: (TCPProxy) async throws -> Result) async throws -> Result {
        let state = Wrapped()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                guard !state.isCut else { return channel.close() }
                return ClientBootstrap(group: channel.eventLoop).connect(host: "127.0.0.1", port: target)
                    .flatMapThrowing { backend in
                        for (from, to) in [(channel, backend), (backend, channel)] {
                            state.add(from)
                            try from.pipeline.syncOperations.addHandler(Passage(to: to, state))
                        }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let proxy = TCPProxy(server: server, state: state)
        do {
            let result = try await body(proxy)
            await proxy.close()
            return result
        } catch {
            await proxy.close()
            throw error
        }
    }

    /// Delays what is passed on from now, in each direction by half of a time.
    func delay(by time: Duration) { state.delay(by: TimeAmount(time / 2)) }

    /// Closes all connections, and every new one.
    func cut() { for channel in state.cut(true) { channel.close(promise: nil) } }

    /// Accepts connections again.
    func mend() { _ = state.cut(false) }

    private func close() async {
        cut()
        try? await server.close()
    }
}

/// The passage of bytes from one connection to another, in order, each after the delay of its time.
private final class Passage: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let target: any Channel
    private let state: TCPProxy.Wrapped
    private var latest = NIODeadline.uptimeNanoseconds(0)

    init(to target: any Channel, _ state: TCPProxy.Wrapped) {
        self.target = target
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        latest = max(latest, .now() + state.delay)
        let target = target
        context.eventLoop.scheduleTask(deadline: latest) { target.writeAndFlush(bytes, promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) { target.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
