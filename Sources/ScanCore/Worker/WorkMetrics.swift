//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Metrics

/// The counters of the scans that a worker runs, made once, so that each stands at 0 before anything happens.
struct WorkMetrics: Sendable {
    private let first = attempts("first")
    private let resumed = attempts("resumed")
    private let takenOver = attempts("taken_over")
    private let finished = runs(.finished)
    private let lost = runs(.lost)
    private let interrupted = runs(.interrupted)
    private let complete = ended(.complete)
    private let failed = ended(.failed)
    private let duration = Metrics.Timer(label: "scan_job_duration_seconds")

    /// Counts a lease that was taken.
    func count(_ assignment: ScanAssignment) {
        if assignment.attempt <= 1 {
            first.increment()
        } else if assignment.troubledAttempts > 1 {
            takenOver.increment()
        } else {
            resumed.increment()
        }
    }

    /// Counts a scan that left the worker.
    func count(_ outcome: ScanEngine.Outcome) {
        switch outcome {
        case .finished: finished.increment()
        case .lost: lost.increment()
        case .interrupted: interrupted.increment()
        }
    }

    /// Counts a scan that ended.
    func countEnd(of summary: ScanSummary, after seconds: Double) {
        (summary.state == .complete ? complete : failed).increment()
        duration.recordNanoseconds(Duration.seconds(max(0, seconds)).nanoseconds)
    }

    private static func attempts(_ kind: String) -> Counter {
        Counter(label: "scan_attempts_total", dimensions: [("kind", kind)])
    }

    private static func runs(_ outcome: ScanEngine.Outcome) -> Counter {
        Counter(label: "scan_runs_total", dimensions: [("outcome", outcome.rawValue)])
    }

    private static func ended(_ state: ScanState) -> Counter {
        Counter(label: "scan_jobs_ended_total", dimensions: [("state", state.rawValue)])
    }
}
