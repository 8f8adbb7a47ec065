//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import ScanRequirements

/// The checks of the group *rates*.
///
/// The catalogue file of the group says which trials count and how a rate is decided.
enum RateChecks {
    static let all = [
        Check("RATE-001", on: [.status]) {
            Trials.statusFound($0).finding(in: $0, named: .polls, fault: "did not find")
        },
        Check("RATE-002", on: [.status]) {
            Trials.statusCorrect($0).finding(in: $0, named: .polls, fault: "were not correct")
        },
        Check("RATE-003", on: [.results]) { Trials.results($0).finding(in: $0, named: .reads, fault: "failed") },
        Check("RATE-004", on: [.initiate]) {
            Trials.initiations($0).finding(in: $0, named: .initiations, fault: "failed")
        },
    ]
}

/// The trials of a rate.
struct Trials {
    /// How many trials there are.
    var count: Int
    /// Those that failed, in the order of the history.
    var failures: [Counterexample]
    /// What is right and wrong in them, where trials belong to scans.
    var samples: [Sample] = []
    /// How much a small sample may say.
    var smallSample: Rate.SmallSample

    /// The rate of success.
    var rate: Rate {
        Rate(successes: self.count - self.failures.count, trials: self.count, smallSample: self.smallSample)
    }

    /// All polls of acknowledged scans; a success is one that found its scan.
    static func statusFound(_ observations: Observations) -> Trials {
        let samples = observations.samples(where: { _, _ in true }, isFaulty: { !$0.reading.isFound })
        return Trials(samples: samples, against: [:])
    }

    /// All polls of acknowledged scans; a success found its scan in a known state and contradicts nothing.
    static func statusCorrect(_ observations: Observations) -> Trials {
        var against: [Int: Int?] = [:]
        for contradiction in observations.scans.lazy.flatMap(\.contradictions) {
            against[contradiction.poll.position] = .some(contradiction.against)
        }
        let samples = observations.samples(
            where: { _, _ in true },
            isFaulty: { against[$0.position] != nil || !$0.reading.isFound || $0.state == .unrecognised }
        )
        return Trials(samples: samples, against: against)
    }

    /// All results reads after completion; a success delivers the scan's results.
    static func results(_ observations: Observations) -> Trials {
        var trials = Trials(count: 0, failures: [], smallSample: .flawlessPasses)
        for (number, scan) in observations.scans.enumerated() {
            for read in scan.readsAfterCompletion {
                trials.samples.append(
                    observations.sample(read, isFaulty: !read.isSuccess, of: scan, number: number)
                )
            }
        }
        trials.count = trials.samples.count
        trials.failures = trials.samples.failures(against: [:])
        return trials
    }

    /// All initiations but those that the rate limit of the contract refused; a success yields a scan.
    static func initiations(_ observations: Observations) -> Trials {
        let counted = observations.initiations.filter(\.isWithinRateLimit)
        return Trials(
            count: counted.count,
            failures: counted.filter { !$0.isAccepted }.map { Counterexample($0.position) },
            smallSample: .flawlessPasses
        )
    }

    private init(samples: [Sample], against: [Int: Int?]) {
        self.count = samples.count
        self.failures = samples.failures(against: against)
        self.samples = samples
        self.smallSample = .undecided
    }

    private init(count: Int, failures: [Counterexample], smallSample: Rate.SmallSample) {
        self.count = count
        self.failures = failures
        self.smallSample = smallSample
    }
}

extension Trials {
    /// Turns the decision into a finding.
    func finding(in observations: Observations, named subject: Subject, fault: String) -> Finding {
        guard self.count > 0 else {
            return .inconclusive(missing: "not a single one of the \(subject.many) that count")
        }
        let rate = self.rate
        let share = Account.percent(rate.successes, of: rate.trials)
        let lower = Account.percent(Int(rate.lower * 10_000), of: 10_000)
        let upper = Account.percent(Int((rate.upper * 10_000).rounded(.up)), of: 10_000)
        let counts = "\(rate.successes) of \(subject.counted(rate.trials)), \(share), true rate \(lower) to \(upper)"
        switch rate.decision {
        case .passed:
            let remark =
                rate.isTooSmallForAClaim ? "; sample too small for a 95 % claim, passed because none failed" : ""
            return Finding(verdict: .passed, summary: counts + remark)
        case .failed:
            let pattern = Diagnosis.pattern(in: self.samples)
            return Finding(
                verdict: .failed(self.failures.prefix(Evidence.limit).map(observations.evidence)),
                summary: ["\(self.failures.count) \(fault): \(counts)", pattern].compactMap(\.self).joined(
                    separator: "; "
                )
            )
        case .inconclusive:
            let need = self.failures.isEmpty ? "\(Rate.fewestTrials) flawless \(subject.many)" : "more \(subject.many)"
            return .inconclusive(missing: "\(counts); to tell from 95 % takes \(need)")
        }
    }
}

extension [Sample] {
    fileprivate func failures(against: [Int: Int?]) -> [Counterexample] {
        self.filter(\.isFaulty).map { Counterexample($0.position, against: against[$0.position] ?? nil) }
            .sorted { $0.position < $1.position }
    }
}
