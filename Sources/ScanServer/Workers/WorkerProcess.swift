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

    /// The message a worker sends once it is listening.
    struct Ready: Codable {
        let port: Int
    }

    /// Starts the process and waits for its exit; a graceful shutdown terminates it.
    ///
    /// - Returns: The port, if the worker became ready, and the termination status.
    func run(onReady: @escaping @Sendable (Int) -> Void) async throws -> (port: Int?, end: String) {
        let line = try [UInt8](JSONEncoder().encode(configuration)) + [UInt8(ascii: "\n")]
        let result = try await Subprocess.run(
            .path(FilePath(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))),
            arguments: Arguments(arguments),
            input: .inputWriter,
            output: .sequence,
            error: .currentStandardError
        ) { execution in
            _ = try? await execution.standardInputWriter.write(line)
            return try await withGracefulShutdownHandler {
                try await readyPort(of: execution.standardOutput, onReady: onReady)
            } onGracefulShutdown: {
                // The worker handles the signal; closing its standard input would stop it, too.
                try? execution.send(signal: .terminate)
            }
        }
        return (result.closureResult, "\(result.terminationStatus)")
    }

    private func readyPort(
        of output: SubprocessOutputSequence,
        onReady: @Sendable (Int) -> Void
    ) async throws -> Int? {
        var port: Int?
        for try await line in output.strings() {
            guard port == nil, let ready = try? JSONDecoder().decode(Ready.self, from: Data(line.utf8)) else {
                continue
            }
            port = ready.port
            onReady(ready.port)
        }
        return port
    }
}
