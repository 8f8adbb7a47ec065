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
import NIOHTTPTypes
import NIOPosix
import ScanHTTP
import ServiceLifecycle

/// An HTTP server on a port shared by several processes.
///
/// Hummingbird's own server does not set `SO_REUSEPORT`, so the listening socket is bootstrapped here and given
/// Hummingbird's HTTP channel. The kernel distributes new connections over the listening processes.
struct SharedPortServer<Responder: HTTPResponder>: Service where Responder.Context == APIContext {
    /// The limits of the listening socket and its connections.
    struct Limits {
        /// The maximum number of open connections; more wait in the backlog.
        var connections = 4096
        /// The maximum number of connections that wait to be accepted.
        var backlog: Int32 = 1024
        /// The maximum total size of a request's header fields, in bytes.
        var headerBytes = 16 * 1024
        /// The idle timeout of a connection.
        var idle = TimeAmount.seconds(60)
    }

    let address: ListeningAddress
    let responder: Responder
    var limits = Limits()
    /// Called once with the actual port.
    let onListening: @Sendable (Int) async -> Void
    let logger: Logger

    private typealias Connection = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    func run() async throws {
        let http = makeHTTPChannel()
        let group = MultiThreadedEventLoopGroup.singleton
        let quiescing = ServerQuiescingHelper(group: group)
        let listener = try await bind(http, on: group, quiescing: quiescing)
        await onListening(listener.channel.localAddress?.port ?? address.port)
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                try await listener.executeThenClose { connections in
                    for try await connection in connections {
                        group.addTask { await http.handle(value: connection, logger: logger) }
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
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: limits.backlog)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelOption(.socketOption(NIOBSDSocket.Option(rawValue: SO_REUSEPORT)), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .serverChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(
                            AvailableConnectionsChannelHandler(maxConnections: connections),
                            quiescing.makeServerChannelHandler(channel: channel)
                        )
                    }
                }
                .bind(host: address.host, port: address.port) { channel in
                    http.setup(channel: channel, logger: logger)
                }
        } catch {
            throw ServerError.cannotListen(on: address, because: error)
        }
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
            configuration: .init(
                idleTimeout: limits.idle,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytes,
                    maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: 100
                )
            )
        )
    }
}
