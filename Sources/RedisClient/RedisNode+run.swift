//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import Metrics
import Synchronization

extension RedisNode {
    /// Keeps the connections open until cancellation or ``stop()``; pending replies are still delivered.
    func run() async {
        let isFirst = board.withLock { $0.start() }
        precondition(isFirst, "a client runs once")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.stopped() }
            if let confirmer { group.addTask { await confirmer.run(on: self) } }
            group.addTask {
                await withDiscardingTaskGroup { group in
                    for _ in 0..<self.environment.configuration.connectionCount {
                        group.addTask { await self.keepConnected() }
                    }
                }
            }
            await group.next()
            group.cancelAll()
        }
        let waiters = board.withLock { $0.close() }
        for waiter in waiters {
            waiter.resume(returning: .failure(.shutDown))
        }
    }

    private func keepConnected() async {
        var failures = 0
        var lastMessage: String?
        while !Task.isCancelled {
            do throws(RedisError) {
                let connection = try await connect()
                failures = 0
                lastMessage = nil
                logger.info("Connected to Redis")
                environment.metrics.connections.increment()
                await use(connection)
            } catch {
                failures += 1
                environment.metrics.connectionFailures.increment()
                board.withLock { $0.note(failure: error.message) }
                // Only the first failure and a changed reason are warnings; repetitions are logged for debugging.
                logger.log(
                    level: lastMessage == error.message ? .debug : .warning,
                    "Cannot connect to Redis",
                    metadata: ["error": "\(error)", "attempt": "\(failures)"]
                )
                lastMessage = error.message
            }
            // Sleeping fails only if the task is cancelled, which ends the loop.
            try? await environment.clock.sleep(for: environment.pause(after: failures))
        }
    }

    /// Shares a connection until it closes; on cancellation it closes after its pending replies.
    private func use(_ connection: RedisConnection) async {
        let waiters = board.withLock { $0.put(connection) }
        for waiter in waiters {
            waiter.resume(returning: .success(connection))
        }
        await withTaskCancellationHandler {
            await connection.closed()
        } onCancel: {
            connection.drain()
        }
        board.withLock { $0.remove { $0 === connection } }
        if !Task.isCancelled {
            environment.metrics.connectionsLost.increment()
            logger.warning("Lost the connection to Redis")
        }
    }
}
