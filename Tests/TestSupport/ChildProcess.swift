//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Foundation
import Subprocess
import Synchronization
import SystemPackage
import TestSelection
import Testing

/// A child process that is awaited without blocking a thread and does not outlive the test process.
package final class ChildProcess: Sendable {
    /// The process id.
    let pid: Int32

    private let end: End

    private init(pid: Int32, end: End) {
        self.pid = pid
        self.end = end
    }

    /// The destination of a child's output.
    enum Destination: Sendable {
        case discarded
        case file(URL)
        case descriptor(FileDescriptor)

        /// Opens the destination for one start.
        ///
        /// The descriptor has to be closed, except one that was given.
        fileprivate func open() throws -> (descriptor: FileDescriptor, isOwn: Bool) {
            switch self {
            case .discarded: (try FileDescriptor.open(FilePath("/dev/null"), .writeOnly), true)
            case .file(let url):
                (try FileDescriptor.open(FilePath(url.path(percentEncoded: false)), .writeOnly, options: .append), true)
            case .descriptor(let descriptor): (descriptor, false)
            }
        }
    }

    /// Starts a program.
    ///
    /// A test that starts a process is skipped here if the selection of tests leaves processes out.
    static func start(
        _ executable: URL,
        arguments: [String],
        environment: [String: String]? = nil,
        input: FileDescriptor? = nil,
        output: Destination = .discarded,
        error: Destination = .discarded
    ) async throws -> ChildProcess {
        guard TestSelection.startsProcesses else {
            try Test.cancel("It starts \(executable.lastPathComponent), and SCAN_TESTS leaves processes out.")
        }
        OpenDescriptors.expectFew()
        let configuration = Configuration(
            executable: .path(FilePath(executable.path(percentEncoded: false))),
            arguments: Arguments(arguments),
            environment: environment.map {
                .custom(Dictionary(uniqueKeysWithValues: $0.map { (Environment.Key(stringLiteral: $0), $1) }))
            } ?? .inherit
        )
        let noInput = try FileDescriptor.open(FilePath("/dev/null"), .readOnly)
        let (output, ownsOutput) = try output.open()
        let (error, ownsError) = try error.open()
        defer {
            try? noInput.close()
            if ownsOutput { try? output.close() }
            if ownsError { try? error.close() }
        }
        let end = End()
        let pid = try await withCheckedThrowingContinuation { started in
            // The child belongs to no task: it ends by a signal, or with its watchdog.
            Task {
                let starting = Starting(started)
                do {
                    let result = try await Subprocess.run(
                        configuration,
                        input: .fileDescriptor(input ?? noInput, closeAfterSpawningProcess: false),
                        output: .fileDescriptor(output, closeAfterSpawningProcess: false),
                        error: .fileDescriptor(error, closeAfterSpawningProcess: false)
                    ) { starting.succeed($0.processIdentifier.value) }
                    end.open(result.terminationStatus)
                } catch {
                    starting.fail(error)
                    end.open(nil)
                }
            }
        }
        return ChildProcess(pid: pid, end: end)
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

    var isRunning: Bool { !end.latch.isOpen }

    /// The exit code of a process that has ended, or the number of the signal that ended it.
    var exitStatus: Int32 { end.status.withLock { $0 } ?? 0 }

    /// Sends a signal, unless the process has ended, since its id may then belong to another process.
    func signal(_ number: Int32) {
        guard isRunning else { return }
        Foundation.kill(pid, number)
    }

    /// Waits for the end of the process, even if the task is cancelled, since its files are removed next.
    func waitUntilExit(killingAfter patience: Duration) async {
        let timer = DispatchSource.makeTimerSource()
        timer.setEventHandler { self.signal(SIGKILL) }
        timer.schedule(deadline: .now() + .seconds(Int(patience.components.seconds)))
        timer.activate()
        await end.latch.wait()
        timer.cancel()
    }

    /// Ensures that this process and its directory are removed when the test process ends, even by a crash.
    ///
    /// A shell reads a pipe: end of file means that the test process is gone, a line that this process ended normally.
    func endWithThisProcess(removing directory: URL) async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.readEnd.close() }
        let script = #"read -r _ || { kill -KILL "$1" 2>/dev/null; rm -rf "$2"; }"#
        let arguments = ["-c", script, "sh", "\(pid)", directory.path]
        do {
            _ = try await Self.start(URL(fileURLWithPath: "/bin/sh"), arguments: arguments, input: pipe.readEnd)
        } catch {
            try? pipe.writeEnd.close()
            throw error
        }
        end.latch.whenOpen {
            _ = try? pipe.writeEnd.writeAll("\n".utf8)
            try? pipe.writeEnd.close()
        }
    }
}

extension ChildProcess {
    /// The end of a process.
    fileprivate final class End: Sendable {
        let latch = Latch()
        let status = Mutex<Int32?>(nil)

        func open(_ status: TerminationStatus?) {
            let code: Int32? =
                switch status {
                case .exited(let code), .signaled(let code): code
                case nil: nil
                }
            self.status.withLock { $0 = code }
            latch.open()
        }
    }

    /// A start that is reported once: an error may come before it or after.
    fileprivate final class Starting: Sendable {
        private let continuation: Mutex<CheckedContinuation<Int32, any Error>?>

        init(_ continuation: CheckedContinuation<Int32, any Error>) { self.continuation = Mutex(continuation) }

        func succeed(_ pid: Int32) { take()?.resume(returning: pid) }
        func fail(_ error: any Error) { take()?.resume(throwing: error) }

        private func take() -> CheckedContinuation<Int32, any Error>? {
            continuation.withLock { continuation in
                defer { continuation = nil }
                return continuation
            }
        }
    }
}
