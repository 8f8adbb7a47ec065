//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitNIO
import NIOCore
import NIOPosix
import Synchronization

/// A connection that carries no request at the moment.
struct IdleConnection: Sendable {
    let channel: any Channel
    let number: Int
    let handler: NIOLoopBound<ExchangeHandler>

    var loop: any EventLoop { channel.eventLoop }
}

/// The connections of a transport: those that wait for a request, and all that are open.
final class ConnectionPool: Sendable {
    private struct Place: Hashable {
        var origin: RequestAddress.Origin
        var loop: ObjectIdentifier
    }

    private struct State {
        var idle: [Place: [IdleConnection]] = [:]
        var open: [ObjectIdentifier: any Channel] = [:]
        var lastNumber = 0
        var isClosed = false
    }

    private let loops: [any EventLoop]
    private let executors: [LoopExecutor]
    private let turn = Atomic(0)
    /// The header fields that came lately, on any connection.
    let recentFields = RecentFields()
    private let state = Mutex(State())

    init() {
        loops = Array(MultiThreadedEventLoopGroup.singleton.makeIterator())
        executors = loops.map(LoopExecutor.init)
    }

    /// Returns the event loop of the caller, or else one of all in turn.
    func nextLoop() -> any EventLoop {
        if let current = MultiThreadedEventLoopGroup.currentEventLoop, loops.contains(where: { $0 === current }) {
            return current
        }
        return loops[turn.wrappingAdd(1, ordering: .relaxed).oldValue % loops.count]
    }

    /// Returns one of the loops' executors in turn.
    func nextExecutor() -> LoopExecutor {
        executors[turn.wrappingAdd(1, ordering: .relaxed).oldValue % executors.count]
    }

    /// Takes the connection that was used last, of the caller's own event loop where there is one.
    func take(_ origin: RequestAddress.Origin) -> IdleConnection? {
        let current = MultiThreadedEventLoopGroup.currentEventLoop
        return self.state.withLock { state in
            if let current, let mine = state.idle[Place(origin: origin, loop: ObjectIdentifier(current))]?.popLast() {
                return mine
            }
            for loop in self.loops {
                if let other = state.idle[Place(origin: origin, loop: ObjectIdentifier(loop))]?.popLast() {
                    return other
                }
            }
            return nil
        }
    }

    /// Keeps a connection for the next request.
    func keep(_ connection: IdleConnection, _ origin: RequestAddress.Origin) {
        let isClosed = self.state.withLock { state in
            let place = Place(origin: origin, loop: ObjectIdentifier(connection.loop))
            if !state.isClosed { state.idle[place, default: []].append(connection) }
            return state.isClosed
        }
        if isClosed { connection.channel.close(promise: nil) }
    }

    /// Counts a connection that is about to carry its first request.
    ///
    /// - Returns: The number of the connection.
    func register(_ channel: any Channel) -> Int {
        self.state.withLock { state in
            state.lastNumber += 1
            state.open[ObjectIdentifier(channel)] = channel
            return state.lastNumber
        }
    }

    /// Forgets a connection that is closed, unless whoever asks for one is to be told of it.
    func forget(_ number: Int, _ origin: RequestAddress.Origin, _ channel: any Channel, isStillOffered: Bool) {
        self.state.withLock { state in
            state.open[ObjectIdentifier(channel)] = nil
            if isStillOffered { return }
            let place = Place(origin: origin, loop: ObjectIdentifier(channel.eventLoop))
            state.idle[place]?.removeAll { $0.number == number }
        }
    }

    /// Closes all connections.
    func close() async {
        let open = self.state.withLock { state in
            state.isClosed = true
            state.idle = [:]
            return Array(state.open.values)
        }
        for channel in open { channel.close(promise: nil) }
        for channel in open { try? await channel.closeFuture.get() }
    }
}
