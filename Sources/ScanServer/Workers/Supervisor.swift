//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import ServiceLifecycle
import Subprocess
import SystemPackage
import UnixSignals

/// A supervisor that starts the worker processes, restarts crashed ones, and stops them together.
struct Supervisor: Service {
    let configuration: ServerConfiguration
    let workers: Int
    /// The arguments that start this same program as a worker.
    let workerArguments: [String]
    let logger: Logger
    /// Called once, with the port, when every worker is ready.
    let onReady: @Sendable (Int) async -> Void

    /// Runs the workers until a signal.
    func runUntilSignal() async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: [self],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
            )
        )
        try await group.run()
    }

    func run() async throws {
        if configuration.address.port != 0, configuration.role != .scan { try await configuration.address.checkFree() }
        let (ready, continuation) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // The first worker takes a free port if none was given, and the others share it.
            var address = configuration.address
            var readyPorts = ready.makeAsyncIterator()
            for number in 1...workers {
                let worker = makeWorker(number, at: address)
                group.addTask {
                    // Unblocks the loop that waits for the port if the worker cannot start.
                    defer { continuation.finish() }
                    try await keepAlive(worker) { continuation.yield($0) }
                }
                guard let port = await readyPorts.next() else { return try await group.waitForAll() }
                if configuration.role != .scan { address.port = port }
            }
            await onReady(address.port)
            try await group.waitForAll()
        }
    }

    private func makeWorker(_ number: Int, at address: ListeningAddress) -> ServerConfiguration {
        var worker = configuration
        worker.worker = number
        worker.address = address
        return worker
    }

    /// Restarts a worker whenever it exits, with exponential backoff for workers that exit early.
    private func keepAlive(_ worker: ServerConfiguration, onReady: @escaping @Sendable (Int) -> Void) async throws {
        var worker = worker
        var delay = Duration.milliseconds(100)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let start = ContinuousClock.now
            let process = WorkerProcess(configuration: worker, arguments: workerArguments)
            let (port, end) = try await process.run(onReady: onReady)
            if let port { worker.address.port = port }
            if Task.isShuttingDownGracefully || Task.isCancelled { return }
            guard port != nil || ContinuousClock.now - start > .seconds(1) else {
                throw ServerError("worker \(worker.worker) does not start (\(end)); its log says why")
            }
            logger.warning(
                "A worker died and is started again",
                metadata: ["worker": "\(worker.worker)", "end": "\(end)"]
            )
            delay = ContinuousClock.now - start > .seconds(10) ? .milliseconds(100) : min(delay * 2, .seconds(5))
            await cancelWhenGracefulShutdown { [delay] in try? await Task.sleep(for: delay) }
        }
    }
}
