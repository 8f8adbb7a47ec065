//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ServiceLifecycle
import Subprocess
import SystemPackage

/// One worker process, from start to exit.
struct WorkerProcess {
    let configuration: ServerConfiguration
    let arguments: [String]
    /// The number of event loops, unless the environment tells another one.
    let loops: Int

    /// The message a worker sends once it is listening.
    struct Ready: Codable {
        let port: Int
    }

    /// The end of a process.
    struct End {
        /// A flag that is true if the process had become ready.
        let wasReady: Bool
        /// A flag that is true if the process exited by itself, as with wrong options, and false if it was killed.
        let gaveUp: Bool
        /// The reason, for the log.
        let reason: String
    }

    /// The time after the end of a shutdown's time limit at which the supervisor kills the worker.
    static let killMargin = ShutdownWatchdog.margin + .seconds(1)

    /// Starts the process and waits for its end; a graceful shutdown sends it SIGTERM and, if it does not end, SIGKILL.
    func run(onReady: @escaping @Sendable () -> Void) async throws -> End {
        let line = try [UInt8](JSONEncoder().encode(configuration)) + [UInt8(ascii: "\n")]
        let patience = configuration.shutdownGrace + Self.killMargin
        let result = try await Subprocess.run(
            .path(FilePath(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))),
            arguments: Arguments(arguments),
            environment: environment,
            input: .inputWriter,
            output: .sequence,
            error: .currentStandardError
        ) { execution in
            _ = try? await execution.standardInputWriter.write(line)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Throws if the process ends first, since the task is cancelled then.
                    try await gracefulShutdown()
                    try? execution.send(signal: .terminate)
                    try await Task.sleep(for: patience)
                    try? execution.send(signal: .kill)
                }
                defer { group.cancelAll() }
                return try await isReady(by: execution.standardOutput, onReady: onReady)
            }
        }
        let gaveUp = if case .exited = result.terminationStatus { true } else { false }
        return End(wasReady: result.closureResult, gaveUp: gaveUp, reason: "\(result.terminationStatus)")
    }

    /// This process's environment, with the number of event loops by SwiftNIO's own variable.
    ///
    /// A new connection that the accepting loop can keep takes no turn to another thread, and the cores have other workers.
    private var environment: Environment {
        guard ProcessInfo.processInfo.environment[Self.loopCount.rawValue] == nil else { return .inherit }
        return .inherit.updating([Self.loopCount: "\(loops)"])
    }

    private static let loopCount: Environment.Key = "NIO_SINGLETON_GROUP_LOOP_COUNT"

    /// Reads until the process closes its standard output, and returns true if it became ready.
    private func isReady(by output: SubprocessOutputSequence, onReady: @Sendable () -> Void) async throws -> Bool {
        var isReady = false
        for try await line in output.strings() {
            guard !isReady, (try? JSONDecoder().decode(Ready.self, from: Data(line.utf8))) != nil else { continue }
            isReady = true
            onReady()
        }
        return isReady
    }
}
