//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ProbeHistory

extension Fault {
    /// A flag for a fault that was injected successfully.
    var isDone: Bool { failure == nil }

    /// The ids of the affected jobs; absent when all are affected.
    package var hitIDs: [String]? { jobID.map { [$0] + (alsoHit ?? []) } }

    /// The fault that ends this one, if it lasts.
    func ending(in faults: [Fault]) -> Fault? {
        self.kind.counterpart.flatMap { kind in
            faults.first { $0.kind == kind && $0.began >= began && $0.isDone }
        }
    }

    /// The time at which the fault was over: its own end, or that of its counterpart if it lasts; `Instant.max` if
    /// never.
    func over(in faults: [Fault]) -> Instant {
        self.kind.counterpart == nil ? self.ended : self.ending(in: faults)?.ended ?? .max
    }
}

extension Fault.Kind {
    /// A flag for a fault that affects one unidentified worker.
    var hitsOneWorker: Bool { [.killWorker, .stopWorker, .pauseWorker].contains(self) }

    /// The kind of fault that ends a lasting one.
    var counterpart: Fault.Kind? {
        switch self {
        case .addForeignKeys: .removeForeignKeys
        case .pauseWorker: .resumeWorker
        case .stopRedis: .resumeRedis
        case .deleteLookup, .deleteLookups, .removeForeignKeys, .killWorker, .stopWorker, .resumeWorker, .restartRedis,
            .resumeRedis:
            nil
        }
    }
}

/// An injected fault, and a job that it affected.
struct FaultyJob {
    /// The fault.
    var fault: Fault
    /// The job.
    var job: ObservedJob
    /// The time of the next fault that affects the job, other than the end of this one; `Instant.max` if there is none.
    var next: Instant

    /// A flag for a job that was known to have ended before the fault began.
    var hadEnded: Bool { job.firstFinal < fault.began }

    /// The polls that were sent after an instant and answered before the next fault.
    func polls(after time: Instant) -> [Poll] {
        job.polls.filter { $0.sent > time && $0.received < next }
    }
}

extension Observations {
    /// The faults of a kind that were injected, each with the jobs that it affected.
    ///
    /// A fault without a job affects all jobs that were acknowledged and not known to have ended.
    func courses(hitBy kind: Fault.Kind) -> [FaultyJob] {
        let faults = history.faults
        return faults.filter { $0.kind == kind && $0.isDone }.flatMap { fault in
            allJobs.filter { job in
                if let ids = fault.hitIDs { return ids.contains(job.id) }
                return job.acknowledged < fault.began && job.firstFinal >= fault.began
            }
            .map { job in
                let following = faults.filter {
                    $0.began > fault.ended && $0.hitIDs?.contains(job.id) != false && $0.kind != kind.counterpart
                        && $0.kind != .removeForeignKeys
                }
                return FaultyJob(fault: fault, job: job, next: following.map(\.began).min() ?? .max)
            }
        }
    }

    /// Decides on the responses after faults; a fault that could not be injected leaves its requirement inconclusive.
    ///
    /// - Parameters:
    ///   - kinds: The kinds of fault that the requirement is about.
    ///   - examined: The number of examples examined.
    ///   - subject: The noun for the examples.
    ///   - counterexamples: The examples that violate the requirement.
    ///   - fault: The description of the violation.
    ///   - missing: The evidence that a decision would need.
    /// - Returns: The finding.
    func finding(
        afterFaults kinds: Set<Fault.Kind>,
        examined: Int,
        of subject: CountedNoun,
        counterexamples: [Counterexample],
        fault: String,
        missing: String
    ) -> Finding {
        let failed = history.faults.first { kinds.contains($0.kind) && !$0.isDone }
        if counterexamples.isEmpty, let failed, let failure = failed.failure {
            return .inconclusive(missing: "the fault \(failed.kind.rawValue), which could not be done: \(failure)")
        }
        return self.finding(
            examined: examined,
            of: subject,
            counterexamples: counterexamples,
            fault: fault,
            missing: missing
        )
    }
}
