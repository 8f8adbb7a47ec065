//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Logging
import Synchronization

/// The confirmations of one server: one wait for all that ask at the same time, on a connection of its own.
///
/// A wait blocks its connection, so it must not be one that others read from. The stream of replication has one order, and
/// so has the append-only file: once a write is confirmed, all that the server had done before are. So whoever asks brings
/// a write along, and one wait after all of these confirms what any connection wrote before. While it lasts, further callers
/// gather for the next one; so callers are never queued for longer than two waits, whether a replica answers or not.
///
/// Source: https://redis.io/docs/latest/commands/wait/
final class RedisConfirmer: Sendable {
    private struct Request {
        let id: UInt64
        let commands: [RedisCommand]
        let waiter: CheckedContinuation<Result<[RESPValue], RedisError>, Never>
    }

    private struct State {
        var isClosed = false
        var lastID: UInt64 = 0
        var gathered: [Request] = []
    }

    private let confirmation: RedisConfirmation
    private let state = Mutex(State())
    private let wakes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(_ confirmation: RedisConfirmation) {
        self.confirmation = confirmation
    }

    /// Sends commands, and returns their replies once all that the server did before is confirmed.
    ///
    /// - Parameter commands: The commands, which write, and do no harm if they run twice.
    /// - Returns: One reply for each; they are not confirmed if one of them is an error reply.
    /// - Throws: `unconfirmed` if the confirmation did not come in time; the writes are done all the same.
    func confirm(_ commands: [RedisCommand]) async throws(RedisError) -> [RESPValue] {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let cancelled = RedisError(.cancelled, "cancelled before it was sent", outcome: .notSent)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                guard self.gather(Request(id: id, commands: commands, waiter: waiter)) else {
                    return waiter.resume(returning: .failure(.shutDown))
                }
                // The cancellation handler found no request if it ran before.
                if Task.isCancelled { self.giveUp(id, cancelled) }
                self.wakes.continuation.yield()
            }
        } onCancel: {
            self.giveUp(id, cancelled)
        }
        return try result.get()
    }

    /// Sends what has gathered, again and again, until cancellation.
    func run(on node: RedisNode) async {
        var connection: RedisConnection?
        for await _ in wakes.stream {
            let requests = state.withLock { state in
                defer { state.gathered = [] }
                return state.gathered
            }
            guard !requests.isEmpty else { continue }
            connection = await serve(requests, on: connection, to: node)
        }
        let left = state.withLock { state in
            defer { state.gathered = [] }
            state.isClosed = true
            return state.gathered
        }
        for request in left { request.waiter.resume(returning: .failure(.shutDown)) }
        await connection?.close()
    }

    private func gather(_ request: Request) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.gathered.append(request)
            return true
        }
    }

    /// Ends the wait of a request that has not been sent; the others end soon by themselves.
    private func giveUp(_ id: UInt64, _ error: RedisError) {
        let request = state.withLock { state in
            state.gathered.firstIndex { $0.id == id }.map { state.gathered.remove(at: $0) }
        }
        request?.waiter.resume(returning: .failure(error))
    }

    // MARK: - One wait

    /// Answers requests, and returns the connection if it is still of use.
    private func serve(
        _ requests: [Request],
        on connection: RedisConnection?,
        to node: RedisNode
    ) async -> RedisConnection? {
        let commands = requests.flatMap(\.commands) + [confirmation.command]
        do throws(RedisError) {
            let (replies, connection) = try await exchange(commands, on: connection, to: node)
            node.environment.metrics.countErrors(in: replies)
            answer(requests, with: replies)
            return connection
        } catch {
            node.environment.metrics.count(error)
            for request in requests { request.waiter.resume(returning: .failure(error)) }
            return nil
        }
    }

    /// Sends commands, once more on a new connection if the one there was has ended, or leads to a demoted master.
    private func exchange(
        _ commands: [RedisCommand],
        on earlier: RedisConnection?,
        to node: RedisNode
    ) async throws(RedisError) -> ([RESPValue], RedisConnection) {
        if let earlier {
            do throws(RedisError) {
                let replies = try await earlier.pipeline(commands)
                if !replies.contains(where: { $0.error?.prefix == "READONLY" }) { return (replies, earlier) }
                await earlier.close()
            } catch {
                await earlier.close()
                guard error.code == .connectionLost else { throw error }
            }
        }
        let connection = try await node.connect()
        do throws(RedisError) {
            return (try await connection.pipeline(commands), connection)
        } catch {
            await connection.close()
            throw error
        }
    }

    private func answer(_ requests: [Request], with replies: [RESPValue]) {
        let verdict = replies.last ?? .null
        var next = 0
        for request in requests {
            let own = Array(replies[next..<(next + request.commands.count)])
            next += request.commands.count
            let isRefused = own.contains { $0.error != nil }
            if let error = verdict.error, !isRefused {
                request.waiter.resume(returning: .failure(.server(error)))
            } else if isRefused || confirmation.isGiven(by: verdict) {
                request.waiter.resume(returning: .success(own))
            } else {
                request.waiter.resume(returning: .failure(confirmation.missing))
            }
        }
    }
}

extension RedisError {
    /// The error of a client that has been shut down.
    static let shutDown = RedisError(.unavailable, "the client is shut down", outcome: .notSent)
}
