//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import ProbeHistory
import Synchronization

/// One request on its way, which ends once: with its answer, with a failure, at its timeout, or called off.
final class Call: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Exchange, Never>?
        /// The outcome of a call that ended before anybody waited for it.
        var early: Result<Exchange.Reply, TransportFailure>?
        var isOver = false
        var connection = 0
        var reuses = false
        var timer: Scheduled<Void>?
        /// The channel that is closed when the call ends without it.
        var channel: (any Channel)?
    }

    let request: TransportRequest
    let address: RequestAddress
    let deadline: NIODeadline
    let mark: @Sendable (TransportMoment) -> Void
    private let state = Mutex(State())

    init(_ request: TransportRequest, to address: RequestAddress, mark: @escaping @Sendable (TransportMoment) -> Void) {
        self.request = request
        self.address = address
        self.mark = mark
        deadline = .now() + TimeAmount(request.timeout)
    }

    /// True if nobody waits for an answer any more.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// Notes who waits for the outcome.
    func begin(_ continuation: CheckedContinuation<Exchange, Never>) {
        let early = self.state.withLock { state in
            if state.early == nil { state.continuation = continuation }
            return state.early
        }
        if let early { continuation.resume(returning: Exchange(result: early, connection: 0)) }
    }

    /// Ends the call at its deadline, whatever the other end does.
    func watchDeadline(on loop: any EventLoop) {
        let timer = loop.scheduleTask(deadline: deadline) { self.timeOut() }
        let isOver = self.state.withLock { state in
            state.timer = timer
            return state.isOver
        }
        if isOver { timer.cancel() }
    }

    /// Ends the call, whose time is up.
    func timeOut() {
        finish(.failure(TransportFailure(.timedOut, "no whole answer within \(request.timeout)")))
    }

    /// Notes the connection that carries the request.
    ///
    /// - Returns: False if the call is over.
    func assign(_ connection: Int, reuses: Bool, _ channel: any Channel) -> Bool {
        self.state.withLock { state in
            guard !state.isOver else { return false }
            state.connection = connection
            state.reuses = reuses
            state.channel = channel
            return true
        }
    }

    /// Ends the call, unless it is over; a connection that did not bring the answer to its end is closed.
    func finish(_ result: Result<Exchange.Reply, TransportFailure>) {
        let ending = self.state.withLock { state -> State? in
            guard !state.isOver else { return nil }
            state.isOver = true
            if state.continuation == nil { state.early = result }
            let ending = state
            state.continuation = nil
            state.timer = nil
            state.channel = nil
            return ending
        }
        guard let ending else { return }
        ending.timer?.cancel()
        if case .failure = result { ending.channel?.close(promise: nil) }
        ending.continuation?.resume(
            returning: Exchange(result: result, connection: ending.connection, reusesConnection: ending.reuses)
        )
    }
}
