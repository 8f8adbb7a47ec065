//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// REC-003: the search for a job whose lookup keys are gone finds it among a million foreign keys, in ten steps.
enum SearchCheck {
    /// The message of a successful search.
    ///
    /// Source: `Conformance/Contract/store.md#operator-messages`.
    static let message = "Scan cache key resolved via direct result search (fallback)"
    private static let bound = 10

    /// REC-003: The direct search MUST find the scan in at most 10 iterations, also with a million foreign keys in the
    /// store.
    @Sendable static func searchIsBounded(_ observations: Observations) -> Finding {
        let faults = observations.history.faults
        let filled = faults.filter { $0.kind == .addForeignKeys && $0.isDone }
        var polls = RecoveryChecks.Polls()
        var initiations: [String: Int] = [:]
        for job in observations.allJobs { initiations[job.id] = job.announcements[0].position }
        for course in observations.courses(hitBy: .deleteLookups) {
            guard let foreign = filled.first(where: { $0.holds(course.fault.began, in: faults) }) else { continue }
            // Polls after the foreign keys were removed prove less, so they are left to REC-002.
            let removed = foreign.ending(in: faults)?.began ?? .max
            var bounded = course
            bounded.next = min(course.next, removed)
            polls.add(bounded, after: course.fault.ended)
        }
        var searches = 0
        var unbounded: [Counterexample] = []
        for record in observations.history.logs where record.message.contains(message) {
            guard let iterations = record.metadata["iterations"].flatMap(Int.init) else { continue }
            searches += 1
            guard iterations > bound else { continue }
            guard let position = record.metadata["scan_id"].flatMap({ initiations[$0] }) else { continue }
            unbounded.append(
                Counterexample(
                    position,
                    "the log tells of a search for the \(observations.nouns.job) in \(iterations) steps"
                )
            )
        }
        var finding = observations.finding(
            afterFaults: [.addForeignKeys, .deleteLookups],
            examined: polls.examined + (polls.examined > 0 || !unbounded.isEmpty ? searches : 0),
            of: CountedNoun(one: "poll or search", many: "polls and searches"),
            counterexamples: (polls.counterexamples + unbounded).sorted { $0.position < $1.position },
            fault:
                "did not find the \(observations.nouns.job) among foreign keys, or took more than \(bound) steps",
            missing:
                "a status poll after all lookup keys of \(observations.nouns.job.indefinite) were deleted in a store full of foreign keys"
        )
        if finding.verdict == .passed, searches == 0 {
            finding.summary += "; no log tells how many steps a search took"
        }
        return finding
    }
}

extension Fault {
    /// Returns true if this fault was active at a time.
    func holds(_ time: Instant, in faults: [Fault]) -> Bool {
        self.ended <= time && time < self.ending(in: faults)?.began ?? .max
    }
}
