//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Foundation
import Testing

/// A child process that is awaited without blocking a thread and does not outlive the test process.
package final class ChildProcess: Sendable {
    /// The process id.
    let pid: Int32

    private let process: Process
    private let exit: Latch

    private init(process: Process, exit: Latch) {
        self.process = process
        self.exit = exit
        pid = process.processIdentifier
    }

    /// A flag that is true if tests may start processes.
    package static let isAllowed = ProcessInfo.processInfo.environment["SCAN_TESTS"] != "fast"

    /// Starts a program; by default its standard output and error are discarded.
    ///
    /// With `SCAN_TESTS=fast` in the environment tests that start a process are skipped here.
    static func start(
        _ executable: URL,
        arguments: [String],
        environment: [String: String]? = nil,
        input: Pipe? = nil,
        output: FileHandle = .nullDevice,
        error: FileHandle = .nullDevice
    ) throws -> ChildProcess {
        guard Self.isAllowed else {
            try Test.cancel("It starts \(executable.lastPathComponent), and SCAN_TESTS=fast leaves processes out.")
        }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = error
        let exit = Latch()
        process.terminationHandler = { _ in exit.open() }
        try Self.withAllSignals { try process.run() }
        return ChildProcess(process: process, exit: exit)
    }

    /// Runs a body with all signals unblocked on this thread.
    ///
    /// A child inherits the signal mask of the thread that starts it, and the threads of Swift's pool block every
    /// signal: a server started from one would never receive `SIGTERM`.
    private static func withAllSignals(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var saved = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &saved)
        defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &saved, nil) }
        try body()
    }

    /// Finds a program on the search path.
    static func locate(_ name: String, package: String) throws -> URL {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
        for folder in path.split(separator: ":") {
            let candidate = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: candidate) {
                return URL(fileURLWithPath: candidate)
            }
        }
        throw RedisServerFailure("\(name) is not on the search path: apt-get install \(package)")
    }

    var isRunning: Bool { process.isRunning }

    var exitStatus: Int32 { process.terminationStatus }

    /// Sends a signal, unless the process has ended, since its id may then belong to another process.
    func signal(_ number: Int32) {
        guard process.isRunning else { return }
        Foundation.kill(pid, number)
    }

    /// Waits for the end of the process, even if the task is cancelled, since its files are removed next.
    func waitUntilExit(killingAfter patience: Duration) async {
        let timer = DispatchSource.makeTimerSource()
        timer.setEventHandler { self.signal(SIGKILL) }
        timer.schedule(deadline: .now() + .seconds(Int(patience.components.seconds)))
        timer.activate()
        await exit.wait()
        timer.cancel()
    }

    /// Ensures that this process and its directory are removed when the test process ends, even by a crash.
    ///
    /// A shell reads a pipe: end of file means that the test process is gone, a line that this process ended normally.
    func endWithThisProcess(removing directory: URL) throws {
        let pipe = Pipe()
        let script = #"read -r _ || { kill -KILL "$1" 2>/dev/null; rm -rf "$2"; }"#
        let arguments = ["-c", script, "sh", "\(pid)", directory.path]
        let watchdog = try Self.start(URL(fileURLWithPath: "/bin/sh"), arguments: arguments, input: pipe)
        exit.whenOpen {
            try? pipe.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
            try? pipe.fileHandleForWriting.close()
            _ = watchdog
        }
    }
}
