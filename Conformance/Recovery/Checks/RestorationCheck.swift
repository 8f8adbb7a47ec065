//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// REC-002 and REC-004: when all lookup keys of a job are gone, its owner's poll restores them, and no other user's
/// does.
enum RestorationCheck {
    /// REC-002: When all lookup keys of a scan are lost, its owner's poll MUST find it by direct search and restore
    /// them with their full lifetime.
    ///
    /// A worker that remembers the job needs no search and restores nothing. So missing keys are a violation only
    /// when some other lookup key was restored, or when the log or a worker that cannot have remembered the job shows
    /// a search.
    @Sendable static func ownerRestores(_ observations: Observations) -> Finding {
        var polls = RecoveryChecks.Polls()
        var restored = 0
        var counterexamples: [Counterexample] = []
        let faults = observations.history.faults
        let filled = faults.filter { $0.kind == .addForeignKeys && $0.isDone }
        let samples = observations.storeSnapshots.byJob
        for course in observations.courses(hitBy: .deleteLookups) {
            // A search among foreign keys is left to REC-003.
            if !filled.contains(where: { $0.holds(course.fault.began, in: faults) }) {
                polls.add(course, after: course.fault.ended)
            }
            guard let samples = samples[course.job.id] else { continue }
            for sample in samples.samples where sample.occasion == .recovered && course.isFollowed(by: sample) {
                guard let entry = sample.entry?.remaining, course.wasFound(before: sample) else { continue }
                // The user's latest job may meanwhile be another one that still runs.
                let keys = [StoredKey.Role.lookup, .index].compactMap(sample.key)
                guard keys.contains(where: \.exists) || observations.showsSearch(course, before: sample.asked)
                else { continue }
                restored += 1
                guard keys.contains(where: { !$0.outlives(entry) }) else { continue }
                let remark = "the lookup keys are not all restored in \(sample.account)"
                counterexamples.append(Counterexample(samples.initiation, remark))
            }
        }
        counterexamples += polls.counterexamples
        return observations.finding(
            afterFaults: [.deleteLookups],
            examined: restored > 0 || !counterexamples.isEmpty
                ? max(polls.examined + restored, counterexamples.count) : 0,
            of: CountedNoun(one: "poll or sample", many: "polls and samples"),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault:
                "show \(observations.nouns.job.indefinite) that was not found by direct search, or not restored with its full lifetime",
            missing:
                "\(observations.nouns.job.indefinite) found after all its lookup keys were deleted, and a sample of the store after it; when no key "
                + "is back, a worker may have remembered the \(observations.nouns.job), unless logs (--log-file) tell of a search"
        )
    }

    /// REC-004: Another user's poll MUST NOT restore the lookup keys of a scan.
    ///
    /// While a job runs, its worker rewrites the lookup keys, so only an ended job shows which request restored them.
    @Sendable static func othersRestoreNothing(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        let samples = observations.storeSnapshots.byJob
        let probes = observations.probes.filter {
            let event = observations.event($0)
            return event.intent == .foreignID && event.outcome.response?.status ?? 500 < 500
        }
        for course in observations.courses(hitBy: .deleteLookups) {
            guard let samples = samples[course.job.id] else { continue }
            for sample in samples.samples where sample.occasion == .recovered && course.isFollowed(by: sample) {
                let foreign = probes.last {
                    let event = observations.event($0)
                    return event.jobID == course.job.id && event.sent > course.fault.ended
                        && event.received < sample.asked
                }
                guard let foreign, !course.wasAskedFor(before: sample), sample.entry != nil else { continue }
                let back = [StoredKey.Role.lookup, .index].compactMap(sample.key).filter(\.exists)
                guard course.hadEnded || back.isEmpty else { continue }
                examined += 1
                guard !back.isEmpty else { continue }
                let remark = "\(back.map(\.role.rawValue).joined(separator: ", ")) is back in \(sample.account)"
                counterexamples.append(Counterexample(foreign, remark))
            }
        }
        return observations.finding(
            afterFaults: [.deleteLookups],
            examined: examined,
            of: StoreChecks.subject,
            counterexamples: counterexamples,
            fault: "found lookup keys restored by another user's poll",
            missing:
                "a sample of the store after another user's poll for a complete \(observations.nouns.job) whose lookup keys were deleted"
        )
    }
}

extension FaultyJob {
    /// Returns true if a snapshot was taken after the fault and before the next one.
    fileprivate func isFollowed(by sample: StoreSnapshot) -> Bool {
        sample.asked > fault.ended && sample.received < next
    }

    /// Returns true if a poll of the owner found the job between the fault and a snapshot.
    fileprivate func wasFound(before sample: StoreSnapshot) -> Bool {
        polls(after: fault.ended).contains { $0.reading.isFound && $0.received < sample.asked }
    }

    /// Returns true if any request of the owner may have been served between the fault and a snapshot.
    fileprivate func wasAskedFor(before sample: StoreSnapshot) -> Bool {
        job.requests.contains { $0.sent < sample.received && $0.received > fault.began }
    }
}

extension Observations {
    /// Returns true if some poll after a fault was answered by a direct search, and not from a worker's memory.
    func showsSearch(_ course: FaultyJob, before time: Instant) -> Bool {
        let job = course.job
        // A log has no times, so it is evidence about this fault only when there was no other.
        let isOnlyOne = history.faults.count { $0.kind == .deleteLookups && $0.jobID == job.id } == 1
        let isLogged =
            isOnlyOne
            && history.logs.contains {
                $0.message.contains(SearchCheck.message) && $0.metadata["scan_id"] == job.id
            }
        if isLogged { return true }
        return findsByStrangers(course).contains { $0.received < time }
    }

    /// The polls after a fault by which workers found an ended job that they had not served before it.
    ///
    /// None of those workers can have remembered the job. Empty where a request was answered by an unknown worker, and
    /// while the job runs: a worker that has not been seen may be the one that runs it.
    func findsByStrangers(_ course: FaultyJob) -> [Poll] {
        guard course.hadEnded else { return [] }
        let before = Set(course.job.requests.filter { $0.sent <= course.fault.ended }.map(\.worker))
        guard !before.contains(nil) else { return [] }
        return course.polls(after: course.fault.ended).filter {
            $0.reading.isFound && $0.worker != nil && !before.contains($0.worker)
        }
    }
}
