//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Foundation
import Probe
import Synchronization

/// What Ctrl-C and `SIGTERM` do to a run: the first ends it politely, the second at once.
enum Interrupts {
    /// Performs a run that the first interrupt cancels, and then whatever is done with what came of it.
    ///
    /// Signals are heeded until the very end, since judging a long history takes its time too, and on a thread of their
    /// own, since judging may take the only one that tasks have.
    ///
    /// - Parameters:
    ///   - run: What is cancelled by the first interrupt, and returns what it has by then.
    ///   - conclude: What is done with it, interrupted or not.
    /// - Throws: What either of them throws; ``ProbeFailure`` for a run that had nothing when it was interrupted.
    static func end<Outcome: Sendable>(
        _ run: @escaping @Sendable () async throws -> Outcome,
        then conclude: (Outcome) throws -> Void
    ) async throws {
        let running = Task { try await run() }
        let interrupts = Interrupts.Counter { running.cancel() }
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

    /// Tells the first interrupt from later ones.
    private final class Counter: Sendable {
        private let isInterrupted = Mutex(false)
        private let first: @Sendable () -> Void

        init(first: @escaping @Sendable () -> Void) {
            self.first = first
        }

        func take(_ number: Int32) {
            let wasInterrupted = self.isInterrupted.withLock { isInterrupted in
                defer { isInterrupted = true }
                return isInterrupted
            }
            // What a shell expects of a program that a signal ended; the history is on disk up to the last answer.
            if wasInterrupted { exit(128 + number) }
            Console.printProgress("\nEnding the run; what is known is reported. Interrupt again to quit at once.\n")
            self.first()
        }
    }
}
