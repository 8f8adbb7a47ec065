//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The trace of a simulation: a line for each event, with its virtual time.
final class Trace: Sendable {
    private let scheduler: Scheduler
    private let isKept: Bool
    private let text = Mutex<[String]>([])

    /// Creates an empty trace.
    ///
    /// - Parameters:
    ///   - scheduler: The clock.
    ///   - isKept: A flag that is false if lines are dropped, for speed.
    init(scheduler: Scheduler, isKept: Bool) {
        self.scheduler = scheduler
        self.isKept = isKept
    }

    /// The lines.
    var lines: [String] { text.withLock { $0 } }

    /// Adds a line.
    func note(_ line: @autoclosure () -> String) {
        guard isKept else { return }
        let line = line()
        let milliseconds = String(describing: scheduler.now / .milliseconds(1))
        text.withLock { $0.append("\(milliseconds) ms  \(line)") }
    }
}
