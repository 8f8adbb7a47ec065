//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Something that the evidence of a failure shows, and that speaks for or against a cause.
enum EvidenceSign: String, Sendable, Hashable, CaseIterable {
    /// Polls are not found only at first, until the job can be found everywhere.
    case early
    /// One worker is right about each job, and the others are always wrong.
    case oneWorkerRight = "one_worker_right"
    /// One worker, always the same one, is wrong, and the others are right.
    case oneWorkerWrong = "one_worker_wrong"
    /// Polls are not found only once their job was seen complete.
    case afterCompletion = "after_completion"
    /// Some jobs are found by no poll at all, and the others by every one.
    case lost
    /// Only the first jobs of the run are affected.
    case atTheStart = "at_the_start"
    /// Polls are not found now and then, whatever their age, their job or their worker.
    case scattered
    /// Everything that was examined is wrong.
    case all
    /// Only a part of what was examined is wrong.
    case some
    /// An answer names, or is about, another job of the run.
    case anotherJob = "another_job"
    /// An answer is about a job that the run does not know.
    case noKnownJob = "no_known_job"
    /// A worker tells less progress than it told before itself.
    case contradictsItself = "contradicts_itself"
    /// Progress shrinks only between workers: each of them by itself never goes back.
    case eachWorkerGrows = "each_worker_grows"
    /// Every percentage is told as a share of one.
    case fraction
    /// Never more is told to be done than there is.
    case withinTotal = "within_total"
}

extension EvidenceSign {
    /// The signs that are told from each other by the polls that were not found.
    static let ofNotFound: Set<EvidenceSign> = [
        .early, .oneWorkerRight, .oneWorkerWrong, .afterCompletion, .lost, .atTheStart, .scattered,
    ]
}
