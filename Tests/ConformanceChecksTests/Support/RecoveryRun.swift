//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

@testable import ConformanceChecks

/// A small run with a fault of each kind.
enum RecoveryRun: String, CaseIterable {
    case killed
    case killedForGood = "killed-for-good"
    case killedTwo = "killed-two"
    case suspended
    case suspendedStale = "suspended-stale"
    case suspendedForGood = "suspended-for-good"
    case outage
    case oneLookup = "one-lookup"
    case restored
    case remembered
    case foreign
    case searched

    /// The last second that anything is moved to.
    static let end = 34

    private static let id = "scan_a"
    /// Polls of a job that is complete at 19 s.
    private static let usual: [(at: Double, state: JobState, steps: Int)] = [
        (3, .scanning, 3), (8, .scanning, 5), (13, .scanning, 7), (18, .complete, 14), (22, .complete, 14),
    ]

    /// Variants of the log that tells of the search.
    static let logs: [Series] = [
        Series("the log tells of something else (0), of another job (1), of the job (2)", 0...2) { kind in
            // No key is back, so that nothing else tells of a search.
            var run = searched.small
            run.samples = []
            run.sample(id, .recovered, at: 18, lookup: 0, index: 0)
            var history = run.history
            let message = kind == 0 ? "Scan finished" : SearchCheck.message
            history.logs = [LogRecord(message: message, metadata: ["scan_id": kind == 1 ? "scan_b" : id])]
            return history
        },
        Series("steps of the search in the log", 9...12) { steps in
            var history = searched.small.history
            history.logs = [
                LogRecord(message: SearchCheck.message, metadata: ["scan_id": id, "iterations": "\(steps)"])
            ]
            return history
        },
    ]

    var small: SmallRun {
        var run = SmallRun()
        switch self {
        case .killed:
            run.add(Self.id, polls: Self.usual)
            run.fault(.killWorker, Self.id, at: 10)
            run.fault(.deleteLookup, Self.id, at: 30)
            run.sample(Self.id, .running, at: 6, lease: "one")
            run.sample(Self.id, .running, at: 15, lease: "two")
        case .killedForGood:
            // It never ends, and its budget of ten seconds begins again with the fault.
            run.add(Self.id, polls: [3, 13, 17, 21, 22].map { ($0, .scanning, 3) })
            run.fault(.killWorker, Self.id, at: 10)
        case .killedTwo:
            // The fault hits all that run; of one the holder of the lease is not known.
            run.add(Self.id, polls: Self.usual)
            run.add("scan_b", at: 1, polls: Self.usual)
            run.add("scan_c", at: 2, polls: Self.usual)
            run.fault(.stopWorker, at: 10)
            run.sample(Self.id, .running, at: 6, lease: "one")
            run.sample(Self.id, .running, at: 15, lease: "one")
            run.sample("scan_b", .running, at: 6, lease: "one")
            run.sample("scan_b", .running, at: 15, lease: "two")
        case .suspended:
            run.add(Self.id, polls: Self.usual)
            run.fault(.pauseWorker, Self.id, at: 10)
            run.fault(.resumeWorker, Self.id, at: 15)
            run.sample(Self.id, .running, at: 6, lease: "one")
            run.sample(Self.id, .running, at: 12, lease: "two")
        case .suspendedStale:
            // Its steps become fewer when the worker goes on.
            run.add(
                Self.id,
                polls: [
                    (3, .scanning, 3), (8, .scanning, 5), (13, .scanning, 9), (18, .scanning, 7), (22, .complete, 14),
                ]
            )
            run.fault(.pauseWorker, Self.id, at: 10)
            run.fault(.resumeWorker, Self.id, at: 15)
            run.fault(.deleteLookup, Self.id, at: 30)
        case .suspendedForGood:
            run.add(Self.id, polls: [3, 13, 18, 26, 27].map { ($0, .scanning, 3) })
            run.fault(.pauseWorker, Self.id, at: 10)
            run.fault(.resumeWorker, Self.id, at: 15)
        case .outage:
            run.add(Self.id, polls: Self.usual)
            run.fault(.stopRedis, Self.id, at: 10)
            run.fault(.resumeRedis, Self.id, at: 15)
            run.exchanges[3].outcome = Outcome.status(503).from(worker: "w1")
        case .oneLookup:
            run.add(Self.id, polls: Self.usual)
            run.fault(.deleteLookup, Self.id, at: 10)
            run.fault(.deleteLookup, Self.id, at: 20)
        case .restored:
            run.add(Self.id, polls: [(3, .scanning, 3), (6, .complete, 14), (13, .complete, 14), (20, .complete, 14)])
            run.fault(.deleteLookups, Self.id, at: 9)
            run.fault(.deleteLookups, Self.id, at: 28)
            run.sample(Self.id, .recovered, at: 17)
        case .remembered:
            // No key is back; another worker than those that had answered before must have searched.
            run.add(Self.id, polls: [(3, .scanning, 3), (6, .complete, 14), (13, .complete, 14), (20, .complete, 14)])
            run.exchanges[3].outcome = run.exchanges[3].outcome.from(worker: "w2")
            run.fault(.deleteLookups, Self.id, at: 9)
            run.sample(Self.id, .recovered, at: 17, lookup: 0, index: 0)
            run.exchanges.append(
                .results(Self.id, at: 7, took: 1, listed: 3, digest: "one").with {
                    $0.intent = .recovery
                    $0.outcome = $0.outcome.from(worker: "w1")
                }
            )
        case .foreign:
            // Another user asks for a job whose keys are gone; then its owner does.
            run.add(Self.id, polls: [(3, .scanning, 3), (6, .complete, 14), (24, .complete, 14)])
            run.fault(.deleteLookups, Self.id, at: 9)
            run.fault(.deleteLookups, Self.id, at: 29)
            run.exchanges.append(
                Exchange(
                    operation: .status,
                    intent: .foreignID,
                    jobID: Self.id,
                    user: .second,
                    url: Exchange.statusURL(Self.id),
                    sent: 13,
                    received: 14,
                    outcome: .notFound()
                )
            )
            run.sample(Self.id, .recovered, at: 17, lookup: 0, index: 900)
        case .searched:
            run.add(Self.id, polls: [(3, .scanning, 3), (6, .complete, 14), (16, .complete, 14), (24, .complete, 14)])
            run.fault(.addForeignKeys, at: 8)
            run.fault(.deleteLookups, Self.id, at: 12)
            run.fault(.removeForeignKeys, at: 20)
            run.sample(Self.id, .recovered, at: 18)
            run.logs = [
                LogRecord(message: SearchCheck.message, metadata: ["scan_id": Self.id, "iterations": "3"])
            ]
        }
        return run
    }
}
