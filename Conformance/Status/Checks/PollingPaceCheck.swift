//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// STAT-010: a poll is free of side effects; polling faster does not change the course of the scan.
///
/// One scan is polled back to back and compared with those polled at the usual pace. A busy machine makes scans take
/// longer or shorter for many reasons, so only what pace alone explains is accused: steps that keep pace with the polls
/// at both paces, a scan that is held up far beyond every other one, or scans that fail whenever they are polled fast and
/// never otherwise.
enum PollingPaceCheck {
    /// How many times as long as the slowest other scan a scan has to take before its polls are to blame.
    static let factor: Int64 = 5
    /// By how much longer it has to take at least, in nanoseconds.
    static let margin: Int64 = 10_000_000_000

    @Sendable static func pollsHaveNoSideEffects(_ observations: Observations) -> Finding {
        let plan = observations.history.header.plan
        let fast = observations.scans.filter(\.isPolledFast)
        guard !fast.isEmpty || plan.fastPolls ?? 0 > 0 else {
            return .skipped(reason: "the plan polls no scan faster than the others")
        }
        let usual = observations.scans.filter { !$0.isPolledFast && $0.firstComplete != nil }
        var comparison = Comparison(usual: usual, budget: plan.scanBudget)
        for scan in fast { comparison.compare(scan) }
        comparison.compareFailures(of: fast, with: observations.scans.filter { !$0.isPolledFast })
        if comparison.counterexamples.isEmpty, comparison.examined == 0, comparison.tooShort > 0 {
            return .skipped(reason: "the scan that was polled fast was complete before a poll saw it running")
        }
        return observations.decide(
            examined: comparison.examined,
            of: Subject(one: "scan polled back to back", many: "scans polled back to back"),
            counterexamples: comparison.counterexamples,
            fault: "took another course than those polled at the usual pace",
            missing: usual.isEmpty
                ? "a scan polled at the usual pace that completed" : "a scan polled back to back that completed",
            pattern: comparison.counterexamples.first?.remark
        )
    }
}

/// A scan polled fast beside those that were not.
private struct Comparison {
    let usual: [ScanCourse]
    let budget: Int64
    var examined = 0
    var tooShort = 0
    var counterexamples: [Counterexample] = []

    init(usual: [ScanCourse], budget: Double) {
        self.usual = usual
        self.budget = Int64(min(max(budget, 0), 1_000_000_000) * 1_000_000_000)
    }

    mutating func compare(_ scan: ScanCourse) {
        guard let slowest = self.usual.map({ $0.firstFinal - $0.acknowledged }).max() else { return }
        let running = scan.polls.filter { $0.state == .scanning || $0.state == .initiated }
        if let late = running.last, scan.firstFinal == .max, late.sent > scan.acknowledged + self.budget {
            self.examined += 1
            let remark = "it did not end in its budget, every other scan did"
            self.counterexamples.append(Counterexample(late.position, remark))
            return
        }
        guard let complete = scan.firstComplete else { return }
        guard let last = running.last else {
            self.tooShort += 1
            return
        }
        self.examined += 1
        let took = scan.firstFinal - scan.acknowledged
        if took / PollingPaceCheck.factor > slowest, took - slowest > PollingPaceCheck.margin {
            let remark = "it took \(Account.seconds(took)) s, no other scan more than \(Account.seconds(slowest)) s"
            self.counterexamples.append(Counterexample(complete.position, remark))
        } else if let pace = self.keepsPace(scan) {
            self.counterexamples.append(Counterexample(last.position, pace))
        }
    }

    /// Accuses polls of failures; one failure may have any reason, so that a second scan has to fail the same way.
    mutating func compareFailures(of fast: [ScanCourse], with others: [ScanCourse]) {
        let failures = fast.compactMap(\.firstFailure)
        let isSoundOtherwise = self.usual.count >= 2 && others.allSatisfy { $0.firstFailure == nil }
        guard failures.count >= 2, failures.count == fast.count, isSoundOtherwise else { return }
        self.examined += failures.count
        self.counterexamples += failures.map {
            Counterexample($0.position, "it failed like every scan polled back to back, and no other one did")
        }
    }

    /// Tells that each poll saw exactly one step more, at a fast and at a slow pace, or nothing when it is not so.
    ///
    /// Steps may take as long as the interval between polls once, by chance, but not at two intervals of which one is
    /// five times the other.
    private func keepsPace(_ scan: ScanCourse) -> String? {
        let others = self.usual.map(Lockstep.init).filter { $0.isBroken || $0.steps > 1 }
        guard let fast = Lockstep(scan).interval, Lockstep(scan).steps >= 3 else { return nil }
        guard others.count >= 2, !others.contains(where: \.isBroken) else { return nil }
        let slow = others.compactMap(\.interval).min() ?? 0
        guard others.reduce(0, { $0 + $1.steps }) >= 8, slow / 5 >= fast else { return nil }
        return "each poll was one step further, at \(Account.seconds(fast)) s a poll as at \(Account.seconds(slow)) s"
    }
}

/// Whether the polls of a scan, up to its completion, each told one step more than the one before.
private struct Lockstep {
    /// Whether some poll told anything else.
    var isBroken = false
    /// How many steps were told.
    var steps = 0
    /// The mean time from one poll to the next, in nanoseconds, if there were steps.
    var interval: Int64?

    init(_ scan: ScanCourse) {
        let end = scan.polls.firstIndex { $0.state?.isFinal == true } ?? scan.polls.endIndex - 1
        let polls = scan.polls.prefix(end + 1)
        for (earlier, later) in zip(polls, polls.dropFirst()) {
            guard let before = earlier.completed, let after = later.completed, after == before + 1,
                earlier.received <= later.sent
            else {
                self.isBroken = true
                return
            }
            self.steps += 1
        }
        guard self.steps > 0, let first = polls.first, let last = polls.last else { return }
        self.interval = (last.sent - first.sent) / Int64(self.steps)
    }
}

extension ScanCourse {
    /// The first poll that saw the scan fail, if it never completed.
    fileprivate var firstFailure: Poll? { self.firstComplete == nil ? self.polls.first { $0.state == .failed } : nil }

    /// Whether the plan polled the scan back to back.
    var isPolledFast: Bool { self.name?.hasPrefix("fast-") == true }
}
