//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Who is connected and who waits for a connection; a value without I/O, kept under the client's lock.
///
/// | state | `connection` | `wait` | `put` | `remove` | `close` |
/// |---|---|---|---|---|---|
/// | open, none | – | waits | serves all who wait | – | all who wait are refused |
/// | open, some | one in turn | one in turn | one more | one less | – |
/// | closed | – | refused | – | one less | – |
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

    var isConnected: Bool { !self.connections.isEmpty }

    /// Notes that connections are being made; `false` if they were already.
    mutating func start() -> Bool {
        defer { self.isStarted = true }
        return !self.isStarted
    }

    /// Returns a connection, each in its turn, `nil` if there is none.
    mutating func connection() -> Connection? {
        guard !self.connections.isEmpty else { return nil }
        self.turn = (self.turn + 1) % self.connections.count
        return self.connections[self.turn]
    }

    /// Returns a new id for a waiter.
    mutating func makeID() -> UInt64 {
        self.lastID += 1
        return self.lastID
    }

    /// Takes a waiter, unless there is a connection or never will be.
    mutating func wait(_ id: UInt64, _ waiter: Waiter) -> WaitAction {
        if let connection = self.connection() { return .granted(connection) }
        if self.isClosed { return .refused(RedisError(.unavailable, "the client is shut down", outcome: .notSent)) }
        self.waiters[id] = waiter
        return .waiting
    }

    /// Lets a waiter go, `nil` if it does not wait any more.
    mutating func giveUp(_ id: UInt64) -> Waiter? {
        self.waiters.removeValue(forKey: id)
    }

    /// Adds a connection and returns who waited for it.
    mutating func put(_ connection: Connection) -> [Waiter] {
        guard !self.isClosed else { return [] }
        self.connections.append(connection)
        self.lastFailure = nil
        defer { self.waiters.removeAll() }
        return Array(self.waiters.values)
    }

    /// Removes the connection that a predicate finds, if it is there.
    mutating func remove(where predicate: (Connection) -> Bool) {
        self.connections.removeAll(where: predicate)
    }

    /// Notes why the last attempt to connect failed.
    mutating func note(failure: String) {
        self.lastFailure = failure
    }

    /// Says why there is no connection.
    func unavailable() -> RedisError {
        let reason = self.isStarted ? self.lastFailure ?? "still connecting" : "the client's run() was not started"
        return RedisError(.unavailable, "no connection within the command timeout: \(reason)", outcome: .notSent)
    }

    /// Takes no more waiters and connections, and returns who waited.
    mutating func close() -> [Waiter] {
        self.isClosed = true
        defer { self.waiters.removeAll() }
        return Array(self.waiters.values)
    }
}
