//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import ProbeHistory

/// Brings each call to a connection: a fresh one, or one that has carried requests before.
struct Connector: Sendable {
    /// The largest header of an answer, and the number of its fields.
    private static let headerBytes = 256 << 10
    private static let headerFields = 256

    let pool = ConnectionPool()
    private let options: TransportOptions
    private let sources: SourceAddresses
    private let tls: NIOSSLContext

    init(_ options: TransportOptions, sources: SourceAddresses, tls: NIOSSLContext) {
        self.options = options
        self.sources = sources
        self.tls = tls
    }

    /// Sends a call's request.
    func perform(_ call: Call) {
        // Those that are sent together take no old connections, which belong to any loop.
        guard !call.request.freshConnection, call.request.place == nil, let idle = pool.take(call.address.origin) else {
            return open(for: call)
        }
        if idle.loop.inEventLoop { return use(idle, for: call) }
        idle.loop.execute { use(idle, for: call) }
    }

    private func use(_ idle: IdleConnection, for call: Call) {
        switch idle.handler.value.readiness {
        case .ready:
            idle.handler.value.startNext(call)
        // An end that closes an idle connection does nothing wrong, and the request has not been sent yet.
        case .closed:
            open(for: call)
        case .spoke:
            if call.assign(idle.number, reuses: true, idle.channel) {
                call.finish(.failure(TransportFailure(.notHTTP, "the other end answered before it was asked")))
            }
        }
    }

    private func open(for call: Call) {
        let loop = pool.nextLoop()
        loop.execute {
            call.watchDeadline(on: loop)
            guard !call.isOver else { return }
            connect(call, on: loop).whenComplete { result in
                switch result {
                case .success(let connection): hand(call, to: connection)
                case .failure(let error):
                    call.finish(.failure(TransportFailure(error, timeout: call.request.timeout)))
                }
            }
        }
    }

    private func hand(_ call: Call, to channel: any Channel) {
        do {
            let handler = try channel.pipeline.syncOperations.handler(type: ExchangeHandler.self)
            handler.whenReady(for: call)
        } catch {
            // It was closed at once.
            call.finish(.failure(TransportFailure(ChannelError.ioOnClosedChannel, timeout: call.request.timeout)))
        }
    }

    private func connect(_ call: Call, on loop: any EventLoop) -> EventLoopFuture<any Channel> {
        let origin = call.address.origin
        var bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(max(call.deadline - .now(), .milliseconds(1)))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try configure(channel, for: origin) }
            }
        if let path = options.unixSocket { return bootstrap.connect(unixDomainSocketPath: path) }
        // A name is looked up each time: a deployment may move. An address needs no looking up.
        let address = try? SocketAddress(ipAddress: origin.host, port: origin.port)
        if let source = sources.next(to: address) { bootstrap = bootstrap.bind(to: source) }
        guard let address else { return bootstrap.connect(host: origin.host, port: origin.port) }
        return bootstrap.connect(to: address)
    }

    private func configure(_ channel: any Channel, for origin: RequestAddress.Origin) throws {
        let pipeline = channel.pipeline.syncOperations
        if origin.usesTLS {
            let isAddress = (try? SocketAddress(ipAddress: origin.host, port: 0)) != nil
            // RFC 6066 §3: a name is sent, an address is not.
            let handler = try NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : origin.host)
            try pipeline.addHandler(handler)
        }
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = Self.headerBytes
        limits.maxHeaderFieldCount = Self.headerFields
        let watch = ArrivalWatch()
        let decoder = ByteToMessageHandler(
            HTTPResponseDecoder(informationalResponseStrategy: .drop, limitConfiguration: limits)
        )
        try pipeline.addHandlers(watch, HTTPRequestEncoder(), decoder)
        try pipeline.addHandler(NIOHTTPResponseDecompressor(limit: .size(options.expandedBodyBytes)))
        let handler = ExchangeHandler(
            origin: origin,
            keptBodyBytes: options.keptBodyBytes,
            waitsForTLS: origin.usesTLS,
            pool: pool
        )
        watch.handler = handler
        try pipeline.addHandler(handler)
    }
}

/// Tells the handler of exchanges when bytes arrive, before anybody has made sense of them.
private final class ArrivalWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    weak var handler: ExchangeHandler?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        handler?.bytesArrived(Self.unwrapInboundIn(data))
        context.fireChannelRead(data)
    }
}
