//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOHTTP1
import Synchronization

/// A channel handler that reports which request a connection of AsyncHTTPClient carries, and its times.
///
/// The client does not report the connection of a request. A private header identifies the request; the tap removes it,
/// so that it never reaches the network.
final class ConnectionTap: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// The header that identifies the request to the tap.
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
        current = registry.watch(for: tag)
        current?.assign(connection: number, reused: carried > 0)
        carried += 1
        context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = Self.unwrapInboundIn(data) {
            current?.mark(.received)
            current = nil
        }
        context.fireChannelRead(data)
    }
}

/// The registry of requests in progress.
final class TapRegistry: Sendable {
    /// The observation of one request.
    final class Watch: Sendable {
        let tag: String
        let mark: @Sendable (TransportMoment) -> Void
        private let assignment = Mutex<(connection: Int, reused: Bool)>((0, false))

        init(tag: String, mark: @escaping @Sendable (TransportMoment) -> Void) {
            self.tag = tag
            self.mark = mark
        }

        /// The connection that carried the request; 0 without one.
        var connection: (number: Int, reused: Bool) {
            assignment.withLock { ($0.connection, $0.reused) }
        }

        fileprivate func assign(connection: Int, reused: Bool) {
            assignment.withLock { $0 = (connection, reused) }
            mark(.sent)
        }
    }

    private struct State {
        var lastTag = 0
        var lastConnection = 0
        var watches: [String: Watch] = [:]
    }

    private let state = Mutex(State())

    /// Registers a request.
    func open(mark: @escaping @Sendable (TransportMoment) -> Void) -> Watch {
        self.state.withLock { state in
            state.lastTag += 1
            let watch = Watch(tag: String(state.lastTag), mark: mark)
            state.watches[watch.tag] = watch
            return watch
        }
    }

    /// Removes a request.
    func close(_ watch: Watch) {
        state.withLock { _ = $0.watches.removeValue(forKey: watch.tag) }
    }

    /// Returns the number of a new connection.
    func numberConnection() -> Int {
        self.state.withLock { state in
            state.lastConnection += 1
            return state.lastConnection
        }
    }

    fileprivate func watch(for tag: String) -> Watch? {
        state.withLock { $0.watches[tag] }
    }
}
