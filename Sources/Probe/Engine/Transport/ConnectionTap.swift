//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOHTTP1
import Synchronization

/// Sits in a connection of AsyncHTTPClient and tells which request it carries, and when.
///
/// The client does not say which connection a request took. A private header says which request passes here; the tap
/// takes it off, so that it never reaches the wire.
final class ConnectionTap: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// The header that names the request to the tap.
    static let tagHeader = "x-scan-probe-tag"

    private let number: Int
    private let registry: TapRegistry
    private var carried = 0
    private var current: TapRegistry.Watch?

    init(number: Int, registry: TapRegistry) {
        self.number = number
        self.registry = registry
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = Self.unwrapOutboundIn(data), let tag = head.headers.first(name: Self.tagHeader)
        else {
            context.write(data, promise: promise)
            return
        }
        head.headers.remove(name: Self.tagHeader)
        self.current = self.registry.watch(for: tag)
        self.current?.assign(connection: self.number, reused: self.carried > 0)
        self.carried += 1
        context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = Self.unwrapInboundIn(data) {
            self.current?.mark(.received)
            self.current = nil
        }
        context.fireChannelRead(data)
    }
}

/// Knows which requests are under way.
final class TapRegistry: Sendable {
    /// What is to be told about one request.
    final class Watch: Sendable {
        let tag: String
        let mark: @Sendable (TransportMoment) -> Void
        private let assignment = Mutex<(connection: Int, reused: Bool)>((0, false))

        init(tag: String, mark: @escaping @Sendable (TransportMoment) -> Void) {
            self.tag = tag
            self.mark = mark
        }

        /// The connection that carried the request; 0 when none did.
        var connection: (number: Int, reused: Bool) {
            self.assignment.withLock { ($0.connection, $0.reused) }
        }

        fileprivate func assign(connection: Int, reused: Bool) {
            self.assignment.withLock { $0 = (connection, reused) }
            self.mark(.sent)
        }
    }

    private struct State {
        var lastTag = 0
        var lastConnection = 0
        var watches: [String: Watch] = [:]
    }

    private let state = Mutex(State())

    /// Announces a request.
    func open(mark: @escaping @Sendable (TransportMoment) -> Void) -> Watch {
        self.state.withLock { state in
            state.lastTag += 1
            let watch = Watch(tag: String(state.lastTag), mark: mark)
            state.watches[watch.tag] = watch
            return watch
        }
    }

    /// Forgets a request.
    func close(_ watch: Watch) {
        self.state.withLock { _ = $0.watches.removeValue(forKey: watch.tag) }
    }

    /// Numbers a new connection.
    func numberConnection() -> Int {
        self.state.withLock { state in
            state.lastConnection += 1
            return state.lastConnection
        }
    }

    fileprivate func watch(for tag: String) -> Watch? {
        self.state.withLock { $0.watches[tag] }
    }
}
