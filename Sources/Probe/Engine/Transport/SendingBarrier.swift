//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import Synchronization

/// A barrier that requests pass together, each as soon as all have a connection.
///
/// Two connections are never open at the same moment, least of all with TLS or on a busy machine: were each request
/// sent on its own, the first might be answered before the second is on its way. Requests of one event loop are all
/// written before any answer is read, so that they overlap for certain.
final class SendingBarrier: Sendable {
    /// The place of one request, which arrives or leaves.
    struct Place: Sendable {
        fileprivate let barrier: SendingBarrier
        fileprivate let number: Int

        /// Waits for the others, at most for the barrier's patience: then the request is sent without them.
        ///
        /// - Parameter loop: The event loop of the request's connection.
        /// - Returns: A future of that loop, which succeeds when the request may be sent.
        func arrive(on loop: any EventLoop) -> EventLoopFuture<Void> {
            let gone = loop.makePromise(of: Void.self)
            let alarm = loop.scheduleTask(in: barrier.patience) { barrier.open() }
            gone.futureResult.whenComplete { _ in alarm.cancel() }
            barrier.settle(number, waiting: gone)
            return gone.futureResult
        }

        /// Lets the others go on without this request, which is answered, has failed or was never sent.
        func leave() { barrier.settle(number, waiting: nil) }
    }

    private struct State {
        /// The numbers of the requests that have neither arrived nor left.
        var missing: Set<Int>
        var waiting: [EventLoopPromise<Void>] = []
    }

    private let patience: TimeAmount
    private let state: Mutex<State>

    private init(_ count: Int, patience: TimeAmount) {
        self.patience = patience
        state = Mutex(State(missing: Set(0..<count)))
    }

    /// Returns the places of a new barrier.
    ///
    /// - Parameters:
    ///   - count: The number of requests.
    ///   - patience: The time that a request waits at most. A server that serves one connection after the other lets the
    ///     second in when the first is done: there the requests cannot overlap.
    /// - Returns: As many places as there are requests.
    static func places(_ count: Int, patience: TimeAmount = .seconds(1)) -> [Place] {
        let barrier = SendingBarrier(count, patience: patience)
        return (0..<count).map { Place(barrier: barrier, number: $0) }
    }

    private func settle(_ number: Int, waiting promise: EventLoopPromise<Void>?) {
        release { state in
            state.missing.remove(number)
            if let promise { state.waiting.append(promise) }
        }
    }

    private func open() { release { $0.missing = [] } }

    /// Changes the state, and lets those that wait go on if none is missing any more.
    private func release(after change: (inout State) -> Void) {
        let gone = state.withLock { state -> [EventLoopPromise<Void>] in
            change(&state)
            guard state.missing.isEmpty else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for promise in gone { promise.succeed() }
    }
}
