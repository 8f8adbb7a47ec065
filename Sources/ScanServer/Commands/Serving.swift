//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import MarketData

/// The server that `serve` starts: one worker in this process, or several under a supervisor.
package struct Serving: Sendable {
    private var configuration: ServerConfiguration
    private let workers: Int
    private let demo: DemoUsers?

    /// Validates the options and the environment.
    ///
    /// - Throws: ``ServerError`` and similar errors, each with a remedy.
    package init(_ options: ServeOptions) throws {
        workers = options.workers
        configuration = try options.configuration(environment: ProcessInfo.processInfo.environment)
        self.demo = options.users == nil ? try DemoUsers.make() : nil
        if let demo { configuration.users = demo.users }
        guard !configuration.users.isEmpty else { throw ServerError.noUsers }
        if let path = options.portfolios {
            configuration.portfolios = try UserPortfolios(PortfolioFile(path: path), of: configuration.users)
        }
    }

    /// Serves until a signal stops the server.
    ///
    /// - Parameters:
    ///   - seams: The replaced parts of the server, if any.
    ///   - workerArguments: The arguments that start this same program as a worker with the same seams.
    /// - Throws: ``ServerError`` and similar errors, each with a remedy.
    package func run(seams: ServerSeams, workerArguments: [String]) async throws {
        defer { if let demo { try? FileManager.default.removeItem(atPath: demo.passwordFile) } }
        var configuration = configuration
        try await PartitionsCheck.run(configuration)
        configuration.durability = try await DurabilityCheck.settled(configuration)
        if configuration.role != .serve { try await configuration.settleMarket() }
        let durability = configuration.durability
        let announce: @Sendable (Int) -> Void = { [self] port in
            StandardOutput.write(announcement(port: port, durability))
        }
        guard workers > 1 else {
            if configuration.address.port != 0 { try await configuration.address.checkFree() }
            let process = try ServerProcess(configuration: configuration, seams: seams)
            return try await process.run(onListening: announce)
        }
        var handler = LineLogHandler(label: "scan-server", format: configuration.logFormat)
        handler.logLevel = configuration.logLevel
        let supervisor = Supervisor(
            configuration: configuration,
            workers: workers,
            workerArguments: workerArguments,
            logger: Logger(label: "scan-server") { [handler] _ in handler },
            onReady: announce
        )
        try await supervisor.runUntilSignal()
    }

    /// Runs one worker of a supervisor; it reads its configuration from standard input.
    package static func runWorker(seams: ServerSeams) async throws {
        try await ParentWatch.withConfiguration { configuration, parent in
            let process = try ServerProcess(configuration: configuration, seams: seams)
            try await process.run([parent]) { port in
                let line = (try? JSONEncoder().encode(WorkerProcess.Ready(port: port))) ?? Data()
                StandardOutput.write(String(decoding: line, as: UTF8.self) + "\n")
            }
        }
    }

    private func announcement(port: Int, _ durability: ServerConfiguration.Durability) -> String {
        guard configuration.role != .scan else { return "Scanning with \(workers) worker(s).\n" }
        let url = "http://\(ListeningAddress(host: configuration.address.host, port: port))"
        let store = configuration.redisURL == nil ? "in memory" : "on Redis"
        let confirmation =
            switch durability {
            case .replica: ", and on a replica before their ids are handed out"
            case .aof: ", and on disk before their ids are handed out"
            case .none, .ack: ""
            }
        var text = "Listening on \(url) with \(workers) worker(s), scans kept \(store)\(confirmation).\n"
        if let demo {
            text += """
                Probe it with:
                  scan-probe run \(url) --email demo@example.com --password-file \(demo.passwordFile) \\
                    --second-email second@example.com --second-password-file \(demo.passwordFile)

                """
        }
        return text
    }
}
