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
        Check("REC-005", on: [.status]) { SurvivalCheck.survives(.killWorker, $0) },
        Check("REC-006", on: [.status]) { SurvivalCheck.survives(.restartRedis, $0) },
        Check("REC-007", on: [.status], find: OutageCheck.outageIsNoNotFound),
        Check("REC-008", on: [.status], find: SurvivalCheck.nothingStale),
        Check("REC-009", on: [.status]) { SurvivalCheck.survives(.stopWorker, $0) },
    ]

    /// REC-001.
    @Sendable static func oneLookupDeleted(_ observations: Observations) -> Finding {
        var polls = Self.Polls()
        for course in observations.courses(hitBy: .deleteLookup) { polls.add(course, after: course.fault.ended) }
        return observations.finding(
            afterFaults: [.deleteLookup],
            examined: polls.examined,
            of: .polls,
            counterexamples: polls.counterexamples,
            fault: "were answered not_found after one lookup key was deleted",
            missing: "a status poll after one lookup key of a scan was deleted"
        )
    }

    /// The polls after faults that show whether a job exists, and those among them that deny it.
    struct Polls {
        private(set) var examined = 0
        private(set) var counterexamples: [Counterexample] = []

        mutating func add(_ course: FaultyJob, after time: Int64) {
            for poll in course.polls(after: time) {
                guard poll.reading.isFound || poll.reading == .notFound else { continue }
                self.examined += 1
                guard poll.reading == .notFound else { continue }
                let remark =
                    "\(course.fault.kind.rawValue) was done at +\(EventDescription.seconds(course.fault.ended)) s"
                self.counterexamples.append(Counterexample(poll.position, remark))
            }
        }
    }
}
