//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Probe
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The handling of Ctrl-C and `SIGTERM`: the first signal cancels the run, the second ends the process.
enum Interrupts {
    /// Performs a run that the first interrupt cancels, and then its conclusion.
    ///
    /// Signals are handled until the very end, since judging a long history takes time too, and on a thread of their
    /// own, since judging may occupy the only thread of the task pool.
    ///
    /// - Parameters:
    ///   - notice: The line that the first interrupt is answered with.
    ///   - run: The run, which returns its result so far when the first interrupt cancels it.
    ///   - conclude: The conclusion, called with the result of a complete or interrupted run.
    /// - Throws: Any error of the two closures; ``ProbeFailure`` for a run without a result when it was interrupted.
    static func end<Outcome: Sendable>(
        _ notice: String = "Ending the run; what is known is reported. Interrupt again to quit at once.",
        _ run: @escaping @Sendable () async throws -> Outcome,
        then conclude: (Outcome) throws -> Void
    ) async throws {
        let running = Task { try await run() }
        let interrupts = Interrupts.Counter(notice: notice) { running.cancel() }
        let sources = [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "interrupts"))
            source.setEventHandler { interrupts.take(number) }
            source.activate()
            return source
        }
        defer { for source in sources { source.cancel() } }
        do {
            try conclude(try await running.value)
        } catch is CancellationError {
            throw ProbeFailure(.output, "interrupted before anything was known of the deployment")
        }
    }

    /// A counter that distinguishes the first interrupt from later ones.
    private final class Counter: Sendable {
        private let isInterrupted = Mutex(false)
        private let notice: String
        private let first: @Sendable () -> Void

        init(notice: String, first: @escaping @Sendable () -> Void) {
            self.notice = notice
            self.first = first
        }

        func take(_ number: Int32) {
            let wasInterrupted = self.isInterrupted.withLock { isInterrupted in
                defer { isInterrupted = true }
                return isInterrupted
            }
            // The status that shells expect of a program ended by a signal; the history on disk is complete up to the
            // last response.
            if wasInterrupted { exit(128 + number) }
            Console.printProgress("\n\(notice)\n")
            first()
        }
    }
}
