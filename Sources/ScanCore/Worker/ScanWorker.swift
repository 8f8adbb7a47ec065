//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Logging
import Synchronization

/// A worker that takes scans from the queue and runs them concurrently until it is stopped.
///
/// Stopping interrupts the scans between two strategies and hands them back, so that another worker goes on at once.
/// A worker that is killed hands back nothing; its leases run out instead.
/// Source: `Conformance/Contract/store.md#running-a-scan`.
package final class ScanWorker: Sendable {
    /// The configuration of a worker.
    package struct Configuration: Sendable {
        /// The maximum number of concurrent scans.
        package var concurrency: Int
        /// The timeout of each wait for a message.
        package var patience: Duration
        /// The number of attempts after which a scan is failed.
        ///
        /// Source: `Conformance/Contract/store.md#attempts`.
        package var maximumAttempts: Int

        /// Creates a configuration.
        package init(concurrency: Int = 8, patience: Duration = .seconds(1), maximumAttempts: Int = 3) {
            self.concurrency = concurrency
            self.patience = patience
            self.maximumAttempts = maximumAttempts
        }
    }

    private let id: WorkerID
    private let queue: any ScanQueue
    private let engine: ScanEngine
    private let configuration: Configuration
    private let clock: ScanClock
    private let logger: Logger
    private let metrics = WorkMetrics()
    private let interrupted = Mutex<[ScanAssignment]>([])
    private let stopping = AsyncStream.makeStream(of: Never.self)

    /// Creates a worker.
    package init(
        id: WorkerID,
        queue: any ScanQueue,
        engine: ScanEngine,
        configuration: Configuration,
        clock: ScanClock,
        logger: Logger
    ) {
        self.id = id
        self.queue = queue
        self.engine = engine
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
    }

    /// Tells ``run()`` to hand back its scans and return.
    package func stop() { stopping.continuation.finish() }

    /// Runs until ``stop()`` is called or the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.dispatch() }
            group.addTask { for await _ in self.stopping.stream {} }
            await group.next()
            group.cancelAll()
        }
        // This task is not cancelled as the ones above are, so it can still reach the store.
        for assignment in interrupted.withLock({ $0 }) { await handBack(assignment) }
        await leave()
    }

    /// Takes scans from the queue while fewer than the maximum are running.
    private func dispatch() async {
        await withTaskGroup(of: Void.self) { group in
            var places = configuration.concurrency
            while !Task.isCancelled {
                if places == 0 {
                    await group.next()
                    places += 1
                    continue
                }
                guard let assignment = await nextAssignment() else { continue }
                places -= 1
                group.addTask { await self.work(on: assignment) }
            }
        }
    }

    private func nextAssignment() async -> ScanAssignment? {
        do {
            return try await queue.next(for: id, waiting: configuration.patience)
        } catch {
            guard !Task.isCancelled else { return nil }
            logger.warning("Cannot take scans from the queue, trying again", metadata: ["reason": "\(error)"])
            try? await clock.sleep(configuration.patience)
            return nil
        }
    }

    private func work(on assignment: ScanAssignment) async {
        metrics.count(assignment)
        let outcome: ScanEngine.Outcome
        if assignment.troubledAttempts > configuration.maximumAttempts {
            outcome = await engine.giveUp(assignment, after: configuration.maximumAttempts)
        } else {
            outcome = await engine.run(assignment)
        }
        metrics.count(outcome)
        logger.info(
            "Scan left the worker",
            metadata: [
                "scan_id": "\(assignment.key.scan)", "attempt": "\(assignment.attempt)", "outcome": "\(outcome)",
            ]
        )
        if outcome == .interrupted { interrupted.withLock { $0.append(assignment) } }
    }

    private func leave() async {
        do {
            try await queue.leave(id)
        } catch {
            logger.warning("Cannot sign off from the queue; what was taken is claimed once it lay idle for a lease")
        }
    }

    private func handBack(_ assignment: ScanAssignment) async {
        do {
            try await queue.handBack(assignment)
        } catch {
            // The lease expires, and another worker takes the scan then.
            logger.warning("Cannot hand a scan back", metadata: ["scan_id": "\(assignment.key.scan)"])
        }
    }
}
