//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// STAT-010: a poll has no side effects; faster polling does not change the course of the job.
///
/// One job is polled back to back and compared with those polled at the usual interval. A busy machine makes jobs
/// take longer or shorter for many reasons, so only effects that the polls alone explain are violations: steps that
/// advance with the polls at both intervals, a job that takes far longer than every other one, or jobs that fail
/// whenever they are polled fast and never otherwise.
enum PollingPaceCheck {
    /// The factor by which a job's duration has to exceed that of the slowest other job for its polls to be the
    /// cause.
    static let factor = 5
    /// The minimum difference of the durations.
    static let margin = Duration.seconds(10)

    /// STAT-010: A poll MUST NOT have side effects; polling faster MUST NOT change the course of the scan.
    @Sendable static func pollsHaveNoSideEffects(_ observations: Observations) -> Finding {
        let plan = observations.history.header.plan
        let fast = observations.jobs.filter(\.isPolledFast)
        guard !fast.isEmpty || plan.status.fastPolls > 0 else {
            return .skipped(reason: "the plan polls no \(observations.nouns.job) faster than the others")
        }
        let usual = observations.jobs.filter { !$0.isPolledFast && $0.firstComplete != nil }
        var comparison = Comparison(usual: usual, budget: plan.jobs.budget, nouns: observations.nouns)
        for job in fast { comparison.compare(job) }
        comparison.compareFailures(of: fast, with: observations.jobs.filter { !$0.isPolledFast })
        if comparison.counterexamples.isEmpty, comparison.examined == 0, comparison.tooShort > 0 {
            return .skipped(
                reason: "the \(observations.nouns.job) that was polled fast was complete before a poll saw it running"
            )
        }
        return observations.finding(
            examined: comparison.examined,
            of: CountedNoun(
                one: "\(observations.nouns.job) polled back to back",
                many: "\(observations.nouns.job.many) polled back to back"
            ),
            counterexamples: comparison.counterexamples,
            fault: "took another course than those polled at the usual pace",
            missing: usual.isEmpty
                ? "\(observations.nouns.job.indefinite) polled at the usual pace that completed"
                : "\(observations.nouns.job.indefinite) polled back to back that completed",
            pattern: comparison.counterexamples.first?.remark
        )
    }
}

/// A job polled fast, compared with the others.
private struct Comparison {
    let usual: [ObservedJob]
    let budget: Duration
    let nouns: Nouns
    var examined = 0
    var tooShort = 0
    var counterexamples: [Counterexample] = []

    init(usual: [ObservedJob], budget: Duration, nouns: Nouns) {
        self.usual = usual
        self.nouns = nouns
        self.budget = budget
    }

    mutating func compare(_ job: ObservedJob) {
        guard let slowest = usual.map({ $0.firstFinal - $0.acknowledged }).max() else { return }
        let running = job.polls.filter { $0.state == .scanning || $0.state == .initiated }
        if let late = running.last, job.firstFinal == .max, late.sent > job.acknowledged + budget {
            examined += 1
            let remark = "it did not end in its budget, every other \(nouns.job) did"
            counterexamples.append(Counterexample(late.position, remark))
            return
        }
        guard let complete = job.firstComplete else { return }
        guard let last = running.last else {
            tooShort += 1
            return
        }
        examined += 1
        let took = job.firstFinal - job.acknowledged
        if took / PollingPaceCheck.factor > slowest, took - slowest > PollingPaceCheck.margin {
            let remark =
                "it took \(EventDescription.seconds(took)) s, no other \(nouns.job) more than "
                + "\(EventDescription.seconds(slowest)) s"
            counterexamples.append(Counterexample(complete.position, remark))
        } else if let pace = keepsPace(job) {
            counterexamples.append(Counterexample(last.position, pace))
        }
    }

    /// Compares failures; one failure may have any reason, so a second job has to fail the same way.
    mutating func compareFailures(of fast: [ObservedJob], with others: [ObservedJob]) {
        let failures = fast.compactMap(\.firstFailure)
        let isSoundOtherwise = usual.count >= 2 && others.allSatisfy { $0.firstFailure == nil }
        guard failures.count >= 2, failures.count == fast.count, isSoundOtherwise else { return }
        examined += failures.count
        let remark = "it failed like every \(nouns.job) polled back to back, and no other one did"
        counterexamples += failures.map { Counterexample($0.position, remark) }
    }

    /// Describes that each poll saw exactly one step more, at a fast and at a slow interval; `nil` if that is not so.
    ///
    /// By chance steps may take as long as one interval between polls, but not as long as two intervals, one of which
    /// is five times the other.
    private func keepsPace(_ job: ObservedJob) -> String? {
        let others = usual.map(Lockstep.init).filter { $0.isBroken || $0.steps > 1 }
        let own = Lockstep(job)
        guard !own.isBroken, own.steps >= 3 else { return nil }
        guard others.count >= 2, !others.contains(where: \.isBroken) else { return nil }
        let (slow, fast) = (others.map(\.interval).min() ?? .zero, own.interval)
        guard others.reduce(0, { $0 + $1.steps }) >= 8, slow / 5 >= fast else { return nil }
        return
            "each poll was one step further, at \(EventDescription.seconds(fast)) s a poll as at \(EventDescription.seconds(slow)) s"
    }
}

/// The steps that the polls of a job reported up to its completion: one more at each poll, or not.
private struct Lockstep {
    /// A flag for a poll that reported anything else.
    var isBroken = false
    /// The number of steps reported.
    var steps = 0
    /// The time from the first of these polls to the last.
    var span = Duration.zero

    /// The mean time from one poll to the next; only where there were steps.
    var interval: Duration { span / steps }

    init(_ job: ObservedJob) {
        let end = job.polls.firstIndex { $0.state?.isFinal == true } ?? job.polls.endIndex - 1
        let polls = job.polls.prefix(end + 1)
        for (earlier, later) in zip(polls, polls.dropFirst()) {
            guard let before = earlier.completed, let after = later.completed, after == before + 1,
                earlier.received <= later.sent
            else {
                isBroken = true
                return
            }
            steps += 1
        }
        if let first = polls.first, let last = polls.last { span = last.sent - first.sent }
    }
}

extension ObservedJob {
    /// The first poll that found the job failed, if it never completed.
    fileprivate var firstFailure: Poll? { firstComplete == nil ? polls.first { $0.state == .failed } : nil }

    /// A flag for a job that the plan polled back to back.
    var isPolledFast: Bool { pace == .fast }
}
