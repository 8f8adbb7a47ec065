//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore
import NIOPosix
import NIOSSL

/// A factory of connections: socket, TLS, handshake.
struct RedisConnector: Sendable {
    private let configuration: RedisConfiguration
    private let group: any EventLoopGroup
    private let tlsContext: NIOSSLContext?
    private let handshake: RedisHandshake
    private let handshakeBatch: RedisBatch
    private let roundTrips: RoundTripCounter

    init(
        configuration: RedisConfiguration,
        group: any EventLoopGroup,
        roundTrips: RoundTripCounter
    ) throws(RedisConfigurationError) {
        self.configuration = configuration
        self.group = group
        self.roundTrips = roundTrips
        tlsContext = try Self.makeTLSContext(configuration)
        handshake = RedisHandshake(configuration)
        do throws(RedisError) {
            handshakeBatch = try RedisBatch(handshake.commands)
        } catch {
            throw RedisConfigurationError("the user name or the password for Redis is too long")
        }
    }

    /// Opens a connection that is ready for commands.
    ///
    /// - Parameter endpoint: The address.
    /// - Returns: The connection.
    /// - Throws: ``RedisError`` with the outcome `notSent`.
    func connect(to endpoint: RedisConfiguration.Endpoint) async throws(RedisError) -> RedisConnection {
        let connection = try await self.open(endpoint)
        do throws(RedisError) {
            try await connection.shakeHands(handshakeBatch)
        } catch {
            await connection.close()
            throw error
        }
        return connection
    }

    private func open(_ endpoint: RedisConfiguration.Endpoint) async throws(RedisError) -> RedisConnection {
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(configuration.timeouts.connect))
        do {
            switch endpoint {
            case .tcp(let host, let port, _):
                // Keepalive detects a host that vanished, which cannot happen with a Unix socket.
                return try await bootstrap.channelOption(.socketOption(.so_keepalive), value: 1)
                    .connect(host: host, port: port) { self.initialize($0, for: endpoint) }
            case .unixSocket(let path):
                return try await bootstrap.connect(unixDomainSocketPath: path) { self.initialize($0, for: endpoint) }
            }
        } catch {
            throw RedisError(.unavailable, "cannot connect: \(Self.reason(error))", outcome: .notSent)
        }
    }

    private func initialize(
        _ channel: any Channel,
        for endpoint: RedisConfiguration.Endpoint
    ) -> EventLoopFuture<RedisConnection> {
        channel.eventLoop.makeCompletedFuture {
            if let tlsContext, case .tcp(let host, _, _) = endpoint {
                // SNI allows only a host name, not an IP address; an address is verified all the same.
                let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
                let tls = try NIOSSLClientHandler(context: tlsContext, serverHostname: isAddress ? nil : host)
                try channel.pipeline.syncOperations.addHandler(tls)
            }
            let handler = try RedisChannelHandler(
                handshake: handshake,
                pendingReplyLimit: configuration.pendingReplyLimit,
                eventLoop: channel.eventLoop
            )
            try channel.pipeline.syncOperations.addHandler(handler)
            return RedisConnection(
                channel: channel,
                handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
                timeouts: configuration.timeouts,
                roundTrips: roundTrips
            )
        }
    }

    private static func makeTLSContext(
        _ configuration: RedisConfiguration
    ) throws(RedisConfigurationError) -> NIOSSLContext? {
        guard case .tcp(_, _, isEncrypted: true) = configuration.endpoint else { return nil }
        var tls = TLSConfiguration.makeClientConfiguration()
        do {
            if let path = configuration.certificateAuthorities {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
            }
            return try NIOSSLContext(configuration: tls)
        } catch {
            throw RedisConfigurationError(
                "the certificates to trust for Redis cannot be read, check the path and that it is a PEM file: \(error)"
            )
        }
    }

    /// Returns the most useful line of NIO's error, which covers every address tried.
    private static func reason(_ error: any Error) -> String {
        guard let error = error as? NIOConnectionError else { return "\(error)" }
        if let attempt = error.connectionErrors.first { return "\(attempt.error)" }
        return "the name cannot be resolved"
    }
}
