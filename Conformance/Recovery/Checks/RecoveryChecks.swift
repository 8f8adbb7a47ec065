//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *recovery*.
///
/// Only polls that were sent after a fault was injected, and answered before the next one began, are evidence.
enum RecoveryChecks: CheckGroup {
    static let catalogue = CatalogueSource("recovery.yaml", PackageResources.recovery_yaml)

    static let all = [
        Check("REC-001", on: [.status], find: oneLookupDeleted),
        Check("REC-002", on: [.status], find: RestorationCheck.ownerRestores),
        Check("REC-003", on: [.status], find: SearchCheck.searchIsBounded),
        Check("REC-004", on: [.status], find: RestorationCheck.othersRestoreNothing),
        // REC-005: When a worker is killed, a running scan MUST go on being found and complete within its budget.
        Check("REC-005", on: [.status]) { SurvivalCheck.survives(.killWorker, $0) },
        // REC-006: When Redis is restarted with its data, no scan MUST be lost or answered not_found.
        Check("REC-006", on: [.status]) { SurvivalCheck.survives(.restartRedis, $0) },
        Check("REC-007", on: [.status], find: OutageCheck.outageIsNoNotFound),
        Check("REC-008", on: [.status], find: SurvivalCheck.nothingStale),
        // REC-009: A worker that is stopped gracefully MUST NOT lose anything.
        Check("REC-009", on: [.status]) { SurvivalCheck.survives(.stopWorker, $0) },
    ]

    /// REC-001: When one lookup key of a running scan is lost, the next poll on every worker MUST find the scan.
    @Sendable static func oneLookupDeleted(_ observations: Observations) -> Finding {
        var polls = Self.Polls()
        for course in observations.courses(hitBy: .deleteLookup) { polls.add(course, after: course.fault.ended) }
        return observations.finding(
            afterFaults: [.deleteLookup],
            examined: polls.examined,
            of: .polls,
            counterexamples: polls.counterexamples,
            fault: "were answered not_found after one lookup key was deleted",
            missing: "a status poll after one lookup key of \(observations.nouns.job.indefinite) was deleted"
        )
    }

    /// The polls after faults that show whether a job exists, and those among them that deny it.
    struct Polls {
        private(set) var examined = 0
        private(set) var counterexamples: [Counterexample] = []

        mutating func add(_ course: FaultyJob, after time: Instant) {
            for poll in course.polls(after: time) {
                guard poll.reading.isFound || poll.reading == .notFound else { continue }
                examined += 1
                guard poll.reading == .notFound else { continue }
                let remark =
                    "\(course.fault.kind.rawValue) was done at +\(EventDescription.seconds(course.fault.ended)) s"
                counterexamples.append(Counterexample(poll.position, remark))
            }
        }
    }
}
