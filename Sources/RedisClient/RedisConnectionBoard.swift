//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The connections of a client and the callers that wait for one; a value without I/O, guarded by the client's lock.
///
/// | state | `connection` | `wait` | `put` | `remove` | `close` |
/// |---|---|---|---|---|---|
/// | open, none | – | waits | serves all waiters | – | refuses all waiters |
/// | open, some | the next in turn | the next in turn | one more | one less | – |
/// | closed | – | refuses | – | one less | – |
struct RedisConnectionBoard<Connection: Sendable, Waiter> {
    enum WaitAction {
        case granted(Connection)
        case refused(RedisError)
        case waiting
    }

    private var connections: [Connection] = []
    private var turn = 0
    private var waiters: [UInt64: Waiter] = [:]
    private var lastID: UInt64 = 0
    private var lastFailure: String?
    private var isStarted = false
    private var isClosed = false

    var isConnected: Bool { !connections.isEmpty }

    /// Marks the client as started; returns `false` if it already was.
    mutating func start() -> Bool {
        defer { isStarted = true }
        return !isStarted
    }

    /// Returns the next connection, round-robin; `nil` if there is none.
    mutating func connection() -> Connection? {
        guard !connections.isEmpty else { return nil }
        turn = (turn + 1) % connections.count
        return connections[turn]
    }

    /// Returns a new id for a waiter.
    mutating func makeID() -> UInt64 {
        lastID += 1
        return lastID
    }

    /// Adds a waiter, unless there is a connection or the client is closed.
    mutating func wait(_ id: UInt64, _ waiter: Waiter) -> WaitAction {
        if let connection = self.connection() { return .granted(connection) }
        if isClosed { return .refused(RedisError(.unavailable, "the client is shut down", outcome: .notSent)) }
        waiters[id] = waiter
        return .waiting
    }

    /// Removes a waiter; returns `nil` if it is no longer waiting.
    mutating func giveUp(_ id: UInt64) -> Waiter? {
        waiters.removeValue(forKey: id)
    }

    /// Adds a connection and returns the waiters, which it serves.
    mutating func put(_ connection: Connection) -> [Waiter] {
        guard !isClosed else { return [] }
        connections.append(connection)
        lastFailure = nil
        defer { waiters.removeAll() }
        return Array(waiters.values)
    }

    /// Removes the connections that match a predicate.
    mutating func remove(where predicate: (Connection) -> Bool) {
        connections.removeAll(where: predicate)
    }

    /// Records the reason of the last failed connection attempt.
    mutating func note(failure: String) {
        lastFailure = failure
    }

    /// Returns the error for a missing connection, with the reason.
    func unavailable() -> RedisError {
        let reason = isStarted ? lastFailure ?? "still connecting" : "the client's run() was not started"
        return RedisError(.unavailable, "no connection within the command timeout: \(reason)", outcome: .notSent)
    }

    /// Stops accepting waiters and connections, and returns the waiters.
    mutating func close() -> [Waiter] {
        isClosed = true
        defer { waiters.removeAll() }
        return Array(waiters.values)
    }
}
