//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ProbeHistory

extension Fault {
    /// Whether it was done.
    var isDone: Bool { self.failure == nil }

    /// The ids of the jobs that it hit; absent when it hits all.
    package var hitIDs: [String]? { self.jobID.map { [$0] + (self.alsoHit ?? []) } }

    /// What ends it, if it lasts.
    func ending(in faults: [Fault]) -> Fault? {
        self.kind.counterpart.flatMap { kind in
            faults.first { $0.kind == kind && $0.began >= self.began && $0.isDone }
        }
    }

    /// When it was over: when it was done, or when that which lasts was ended; `Int64.max` if never.
    func over(in faults: [Fault]) -> Int64 {
        self.kind.counterpart == nil ? self.ended : self.ending(in: faults)?.ended ?? .max
    }
}

extension Fault.Kind {
    /// Whether it is done to one worker, nobody knows which.
    var hitsOneWorker: Bool { [.killWorker, .stopWorker, .pauseWorker].contains(self) }

    /// What ends a fault that lasts.
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

/// A fault that was done, and a job that it hit.
struct FaultyJob {
    /// The fault.
    var fault: Fault
    /// The job.
    var job: ObservedJob
    /// When the next fault began that hits the job, other than the end of this one; `Int64.max` if none did.
    var next: Int64

    /// Whether the job was known to have ended when the fault began.
    var hadEnded: Bool { self.job.firstFinal < self.fault.began }

    /// The polls that were sent after some instant and answered before the next fault.
    func polls(after time: Int64) -> [Poll] {
        self.job.polls.filter { $0.sent > time && $0.received < self.next }
    }
}

extension Observations {
    /// The faults of a kind that were done, each with the jobs that it hit.
    ///
    /// A fault that names no job hits all that were acknowledged and not known to have ended.
    func courses(hitBy kind: Fault.Kind) -> [FaultyJob] {
        let faults = self.history.faults
        return faults.filter { $0.kind == kind && $0.isDone }.flatMap { fault in
            self.allJobs.filter { job in
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

    /// Decides on what followed faults; one that could not be done leaves its requirement open.
    ///
    /// - Parameters:
    ///   - kinds: The faults that the requirement is about.
    ///   - examined: How many examples were looked at.
    ///   - subject: What an example is.
    ///   - counterexamples: The examples that speak against the requirement.
    ///   - fault: What is wrong with them.
    ///   - missing: What there would have to be for a decision.
    /// - Returns: What came of it.
    func finding(
        afterFaults kinds: Set<Fault.Kind>,
        examined: Int,
        of subject: CountedNoun,
        counterexamples: [Counterexample],
        fault: String,
        missing: String
    ) -> Finding {
        let failed = self.history.faults.first { kinds.contains($0.kind) && !$0.isDone }
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
