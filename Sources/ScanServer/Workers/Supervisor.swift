//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Glibc
import Logging
import NIOCore
import ScanCore
import ServiceLifecycle
import Subprocess
import SystemPackage
import UnixSignals

/// A supervisor that starts the worker processes, restarts those that end, and stops all together.
///
/// Once a worker has been ready it never ends by itself, however often workers end and are restarted.
struct Supervisor: Service {
    let configuration: ServerConfiguration
    let workers: Int
    /// The arguments that make this program run as a worker.
    let workerArguments: [String]
    let logger: Logger
    /// Called once, with the port, when every worker is ready.
    let onReady: @Sendable (Int) async -> Void

    /// Runs the workers until a signal.
    func runUntilSignal() async throws {
        // Writing to a worker that has ended must return an error instead of killing the supervisor.
        signal(SIGPIPE, SIG_IGN)
        let group = ServiceGroup(
            configuration: .init(
                services: [self],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
            )
        )
        // The time limit leaves enough time to kill the workers first.
        let grace = configuration.shutdownGrace + WorkerProcess.killMargin
        let watchdog = ShutdownWatchdog(of: "scan-server", grace: grace, endsWithParent: false)
        defer { watchdog.stop() }
        try await group.run()
    }

    func run() async throws {
        guard configuration.role != .scan else { return try await keepWorkers(at: configuration.address) }
        var address = configuration.address
        if address.port != 0 { try await address.checkFree() }
        let reservation = try PortReservation(address)
        address.port = reservation.port
        try await keepWorkers(at: address)
        withExtendedLifetime(reservation) {}
    }

    private func keepWorkers(at address: ListeningAddress) async throws {
        let board = ReadyWorkers(count: workers)
        let metrics = try configuration.operatorAddress.map { _ in try GatheredMetrics(workers: workers) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...workers {
                var worker = configuration
                worker.worker = number
                worker.address = address
                worker.operatorAddress = nil
                group.addTask { [worker] in try await keepAlive(worker, board, metrics) }
            }
            if let metrics, let address = configuration.operatorAddress {
                group.addTask { try await OperatorServer(address: address, metrics: metrics).run() }
            }
            group.addTask {
                await cancelWhenGracefulShutdown { await board.allReady() }
                if board.areAllReady { await onReady(configuration.role == .scan ? 0 : address.port) }
            }
            // The first error cancels the other tasks.
            for try await _ in group {}
        }
    }

    /// Starts a worker, and restarts it whenever it ends for any reason.
    ///
    /// - Throws: ``ServerError`` if a worker exits by itself before any worker has been ready: its options are wrong
    ///   then, and its log says why.
    private func keepAlive(
        _ worker: ServerConfiguration,
        _ board: ReadyWorkers,
        _ metrics: GatheredMetrics?
    ) async throws {
        var worker = worker
        var backoff = WorkerBackoff()
        var generator = SystemRandomNumberGenerator()
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let start = ContinuousClock.now
            worker.metricsFile = file(of: worker.worker, in: metrics)
            let process = WorkerProcess(
                configuration: worker,
                arguments: workerArguments,
                loops: max(1, System.coreCount / workers)
            )
            let end: WorkerProcess.End
            do {
                end = try await process.run { [number = worker.worker] in
                    board.note(number)
                    metrics?.noteReady(number)
                }
            } catch {
                // For example, the machine is out of memory or processes.
                end = WorkerProcess.End(wasReady: false, gaveUp: false, reason: "it could not be started: \(error)")
            }
            metrics?.end(worker.worker)
            if Task.isShuttingDownGracefully || Task.isCancelled { return }
            metrics?.countEnd(of: worker.worker)
            if end.gaveUp, !end.wasReady, !board.isAnyReady {
                throw ServerError("worker \(worker.worker) does not start (\(end.reason)); its log says why")
            }
            let age = ContinuousClock.now - start
            let pause = backoff.pause(afterLiving: age, using: &generator)
            logger.warning(
                end.wasReady
                    ? "A worker died and is started again" : "A worker died before it was ready and is started again",
                metadata: [
                    "worker": "\(worker.worker)", "end": "\(end.reason)", "age_s": "\(age.seconds.toMilliseconds)",
                    "pause_s": "\(pause.seconds.toMilliseconds)",
                ]
            )
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
        }
    }
}

extension Supervisor {
    /// Returns the file for a new worker's metrics; a worker is worth more than its metrics.
    private func file(of worker: Int, in metrics: GatheredMetrics?) -> String? {
        do {
            return try metrics?.begin(worker)
        } catch {
            logger.error(
                "The operator's page lacks a worker's metrics",
                metadata: ["worker": "\(worker)", "reason": "\(error)"]
            )
            return nil
        }
    }
}

extension Double {
    /// The number of seconds rounded to milliseconds, for the log.
    fileprivate var toMilliseconds: Double { (self * 1000).rounded() / 1000 }
}
