//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ScanCore
import Strategies

/// A deployment under test: `scan-server` or `scan-mutant` with its workers, as a real process tree.
package final class Deployment: Sendable {
    /// The program to serve with, built beside the tests.
    package enum Program: Sendable {
        /// The reference server.
        case reference
        /// A mutant, by name.
        case mutant(String)

        var name: String {
            switch self {
            case .reference: "scan-server"
            case .mutant: "scan-mutant"
            }
        }

        var arguments: [String] {
            switch self {
            case .reference: ["serve"]
            case .mutant(let name): ["serve", name]
            }
        }
    }

    /// The base URL, such as `http://127.0.0.1:38071`; empty for a deployment that only scans.
    package let url: String
    /// The address of the metrics of all workers; empty without `--operator-listen`.
    package let operatorURL: String
    /// The file with the password of `demo@example.com`, `second@example.com` and `admin@example.com`.
    package let passwordFile: String
    /// A flag that tells the reference from mutants.
    package let isReference: Bool
    /// The supervisor's process id.
    package var pid: Int32 { process.pid }

    private let process: ChildProcess
    private let directory: URL
    private let logFile: URL

    private init(
        url: String,
        operatorURL: String,
        passwordFile: String,
        isReference: Bool,
        process: ChildProcess,
        directory: URL,
        logFile: URL
    ) {
        self.url = url
        self.operatorURL = operatorURL
        self.passwordFile = passwordFile
        self.isReference = isReference
        self.process = process
        self.directory = directory
        self.logFile = logFile
    }

    /// Returns the address in the line of a server's output that begins with some words; empty without one.
    private static func address(after words: String, in output: String) -> String {
        let line = output.split(separator: "\n").first { $0.hasPrefix(words) }
        let address = line?.dropFirst(words.count).prefix { $0 != " " }
        return String(address ?? "").hasSuffix(".") ? String(address?.dropLast() ?? "") : String(address ?? "")
    }

    /// Starts a deployment on a free port and returns once it listens.
    ///
    /// - Parameters:
    ///   - program: The program.
    ///   - arguments: Its options.
    ///   - environment: Variables beside those of the tests.
    /// - Returns: The deployment.
    /// - Throws: ``RedisServerFailure`` if it does not come up.
    static func start(
        _ program: Program,
        arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> Deployment {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("deployment-\(String(UInt64.random(in: .min ... .max), radix: 36))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let outputFile = directory.appendingPathComponent("out")
        let logFile = directory.appendingPathComponent("log")
        for file in [outputFile, logFile] { try Data().write(to: file) }
        let process: ChildProcess
        do {
            process = try await ChildProcess.start(
                Executables.url(of: program.name),
                arguments: program.arguments + ["--port", "0"] + Self.market(for: arguments) + arguments,
                environment: environment.isEmpty
                    ? nil : ProcessInfo.processInfo.environment.merging(environment) { $1 },
                output: .file(outputFile),
                error: .file(logFile)
            )
            try await process.endWithThisProcess(removing: directory)
        } catch {
            // Test.cancel throws here if tests may not start processes.
            try? FileManager.default.removeItem(at: directory)
            throw error
        }
        func output() -> String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }
        // A command to probe it with is shown for the demo users only.
        let signs =
            [arguments.contains("--users") ? "Listening on" : "Probe it"]
            + (arguments.contains("--operator-listen") ? ["Metrics for operators on"] : [])
        let isReady = try await eventually(within: .seconds(60)) {
            let said = output()
            return !process.isRunning || signs.allSatisfy(said.contains) || said.contains("Scanning with")
        }
        let words = output().split { $0.isWhitespace || $0.isNewline }.map(String.init)
        let passwordFile = words.firstIndex(of: "--password-file").map { words[$0 + 1] }
        guard isReady, process.isRunning else {
            process.signal(SIGKILL)
            let log = (try? String(contentsOf: logFile, encoding: .utf8)) ?? ""
            throw RedisServerFailure("\(program.name) did not come up. Its log:\n\(log.suffix(4_000))")
        }
        return Deployment(
            url: Self.address(after: "Listening on ", in: output()),
            operatorURL: Self.address(after: "Metrics for operators on ", in: output()),
            passwordFile: passwordFile ?? "",
            isReference: program.name == Program.reference.name,
            process: process,
            directory: directory,
            logFile: logFile
        )
    }

    /// Returns the option for scans with a minimum duration in seconds, however fast the machine is.
    package static func scans(lasting seconds: Double) -> [String] {
        // Strategies that need a portfolio request no candles without one; of the others some run concurrently.
        let paced = StrategyCatalogue.standard.count { !$0.needsPortfolio }
        return ["--pace", "\(seconds * Double(StrategyRunner.overlap()) / Double(paced))"]
    }

    /// Returns the option for a market of just the symbols in the plans, unless given: debug builds are slow.
    private static func market(for arguments: [String]) -> [String] {
        arguments.contains("--symbols") ? [] : ["--symbols", "14"]
    }

    /// The ids of the worker processes, in start order.
    package var workers: [Int32] {
        let path = "/proc/\(pid)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let children = threads.flatMap { thread in
            let text = (try? String(contentsOfFile: "\(path)/\(thread)/children", encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { Int32($0) }
        }
        return children.sorted()
    }

    /// The password of all demo users.
    package var password: String {
        get throws { try String(contentsOfFile: passwordFile, encoding: .utf8) }
    }

    /// The path of the log file of all processes.
    package var logPath: String { logFile.path }
    /// The log so far.
    package var log: String { (try? String(contentsOf: logFile, encoding: .utf8)) ?? "" }

    /// Sends a signal to a process of the deployment.
    package func signal(_ number: Int32, to pid: Int32) { kill(pid, number) }

    /// Stops the deployment as an operator would, and returns once its supervisor has exited.
    package func stop() async {
        process.signal(SIGTERM)
        await process.waitUntilExit(killingAfter: .seconds(20))
    }

    func tearDown() async {
        await stop()
        try? FileManager.default.removeItem(at: directory)
    }
}

/// Runs a body with a deployment once a permit is free, and always stops the deployment.
package func withDeployment<Result>(
    _ program: Deployment.Program = .reference,
    arguments: [String],
    environment: [String: String] = [:],
    _ body: (Deployment) async throws -> Result
) async throws -> Result {
    try await AsyncSemaphore.processes.pass {
        let deployment = try await Deployment.start(program, arguments: arguments, environment: environment)
        do {
            let result = try await body(deployment)
            await deployment.tearDown()
            return result
        } catch {
            await deployment.tearDown()
            throw error
        }
    }
}

/// Returns true if a process is running.
package func isRunning(_ pid: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    // A zombie has already ended.
    return status.split(separator: ")").last?.split(separator: " ").first != "Z"
}
