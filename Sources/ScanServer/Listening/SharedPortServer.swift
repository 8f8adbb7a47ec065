//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOExtras
import NIOHTTP1
import NIOHTTPTypes
import NIOPosix
import ScanHTTP
import ServiceLifecycle

/// An HTTP server on a port shared by several processes.
///
/// Hummingbird's own server does not set `SO_REUSEPORT`, so the listening socket is bootstrapped here and given
/// Hummingbird's HTTP channel. The kernel distributes new connections over the listening processes.
struct SharedPortServer<Responder: HTTPResponder>: Service where Responder.Context == APIContext {
    let address: ListeningAddress
    let responder: Responder
    var limits = ConnectionLimits()
    /// The answers to requests that are refused before they are complete.
    let refusals: Refusals
    /// Called once with the actual port.
    let onListening: @Sendable (Int) async -> Void
    let logger: Logger

    private typealias Connection = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    func run() async throws {
        let http = makeHTTPChannel()
        let group = MultiThreadedEventLoopGroup.singleton
        let executors = LoopExecutors(of: group)
        let quiescing = ServerQuiescingHelper(group: group)
        let listener = try await bind(http, on: group, quiescing: quiescing)
        await onListening(listener.channel.localAddress?.port ?? address.port)
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                try await listener.executeThenClose { connections in
                    for try await connection in connections {
                        group.addTask(executorPreference: executors[connection.channel.eventLoop]) {
                            await http.handle(value: connection, logger: logger)
                        }
                    }
                }
            }
        } onGracefulShutdown: {
            // Idle connections are closed at once, busy ones at the end of their request.
            quiescing.initiateShutdown(promise: nil)
        }
    }

    private func bind(
        _ http: HTTP1Channel,
        on group: MultiThreadedEventLoopGroup,
        quiescing: ServerQuiescingHelper
    ) async throws -> NIOAsyncChannel<Connection, Never> {
        let connections = limits.connections
        let reads = AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 1024, maximum: limits.readBytes)
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: limits.backlog)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelOption(.socketOption(NIOBSDSocket.Option(rawValue: SO_REUSEPORT)), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelOption(.recvAllocator, value: reads)
                .childChannelOption(.maxMessagesPerRead, value: 1)
                .serverChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(
                            AvailableConnectionsChannelHandler(maxConnections: connections),
                            quiescing.makeServerChannelHandler(channel: channel)
                        )
                    }
                }
                .bind(host: address.host, port: address.port) { channel in
                    http.setup(channel: channel, logger: logger).flatMapThrowing { connection in
                        try addGate(to: channel)
                        return connection
                    }
                }
        } catch {
            throw ServerError.cannotListen(on: address, because: error)
        }
    }

    private func addGate(to channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let gate = RequestGate(limits: limits, refusals: refusals)
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.addHandler(gate, position: .after(decoder))
        try pipeline.addHandler(FirstByteWatch(gate), position: .first)
    }

    private func makeHTTPChannel() -> HTTP1Channel {
        HTTP1Channel(
            responder: { request, writer, channel in
                var logger = logger
                logger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
                let context = APIContext(source: .init(channel: channel, logger: logger))
                let response = try await responder.respond(to: request, context: context)
                try await writer.write(response: response.head, body: response.body)
            },
            // The gate enforces the time limits.
            configuration: .init(
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytes,
                    maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerCount
                )
            )
        )
    }
}
