//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *rates*.
///
/// The group's catalogue file defines the trials that count and the decision about a rate.
enum RatesChecks: CheckGroup {
    static let catalogue = CatalogueSource("rates.yaml", PackageResources.rates_yaml)

    static let all = [
        // RATE-001: More than 95 % of status polls MUST find their scan.
        Check("RATE-001", on: [.status]) { observations in
            observations.trials.statusFound.finding(in: observations, of: .polls, fault: "did not find") {
                Self.polls(of: $0, against: [:], isFaulty: { !$0.reading.isFound })
            }
        },
        // RATE-002: More than 95 % of status polls MUST find their scan and be consistent with everything already known
        // of it.
        Check("RATE-002", on: [.status]) { observations in
            let trials = observations.trials.statusCorrect
            return trials.finding(in: observations, of: .polls, fault: "were not correct") { observations in
                let faulty = Set(trials.failures)
                return Self.polls(
                    of: observations,
                    against: observations.contradicted(by: trials.failures.prefix(Evidence.limit)),
                    isFaulty: { faulty.contains($0.position) }
                )
            }
        },
        // RATE-003: More than 95 % of results reads after completion MUST succeed.
        Check("RATE-003", on: [.results]) { observations in
            observations.trials.results.finding(in: observations, of: .reads, fault: "failed") { observations in
                let samples = observations.jobs.enumerated().flatMap { number, job in
                    job.readsAfterCompletion.map {
                        observations.sample($0, isFaulty: !$0.isSuccess, of: job, number: number)
                    }
                }
                return ([:], samples)
            }
        },
        // RATE-004: More than 95 % of initiations MUST succeed.
        Check("RATE-004", on: [.initiate]) { observations in
            let trials = observations.trials.initiations
            if let remark = observations.quotaRemark { return .inconclusive(missing: remark) }
            let finding = trials.finding(in: observations, of: .initiations, fault: "failed") { _ in ([:], []) }
            return Self.isOutOfReach(trials.rate, in: observations)
                ? .skipped(reason: "there are no further initiations that the API allows; \(finding.summary)") : finding
        },
        Check("RATE-005", on: [.status, .results], find: WorkerComparison.noneIsMuchWorse),
        Check("RATE-006", on: [.status], find: foundByTheFirstPoll),
    ]

    /// Returns true if a rate is undecided without any failure only because there are no further initiations.
    ///
    /// Either the plan has none and the API no filters, so that each would start real work, or the API met them with a
    /// limit of its own.
    private static func isOutOfReach(_ rate: Rate, in observations: Observations) -> Bool {
        guard rate.trials > 0, rate.successes == rate.trials, rate.decision == .inconclusive else { return false }
        let header = observations.history.header
        let isLimited = observations.initiations.contains { $0.intent == .flock && $0.reading == .limited }
        return isLimited || header.plan.rates.maximumInitiations == 0 && !header.access.offers.contains(.filters)
    }

    /// RATE-006: More than 95 % of scans MUST be found by the first poll after their initiation was answered.
    ///
    /// A plan that does not go on initiating cannot decide it without a fault, and says what would have shown.
    @Sendable static func foundByTheFirstPoll(_ observations: Observations) -> Finding {
        let trials = observations.trials.firstPolls
        let finding = trials.finding(in: observations, of: .firstPolls, fault: "did not find") { observations in
            let faulty = Set(trials.failures)
            let samples = observations.samples(
                where: { poll, job in job.firstPoll?.position == poll.position },
                isFaulty: { faulty.contains($0.position) }
            )
            return ([:], samples)
        }
        let rate = trials.rate
        let remark = Missed.remark(rate.trials, .firstPolls)
        if rate.decision == .passed, rate.successes == rate.trials {
            return Finding(verdict: .passed, summary: finding.summary + remark)
        }
        guard rate.decision == .inconclusive, rate.successes == rate.trials,
            observations.history.header.plan.rates.maximumInitiations == 0 || isOutOfReach(rate, in: observations)
        else { return finding }
        let seen = "\(CountedNoun.firstPolls.counted(rate.trials)), all found\(remark)"
        return .skipped(reason: "the plan does not go on initiating until it is decided; \(seen)")
    }

    private static func polls(
        of observations: Observations,
        against: [Int: Int],
        isFaulty: (Poll) -> Bool
    ) -> Trials.Details {
        (against, observations.samples(where: { _, _ in true }, isFaulty: isFaulty))
    }
}

extension Trials {
    /// The events that failed trials contradict, and all trials as judged requests.
    typealias Details = (against: [Int: Int], samples: [JudgedRequest])

    /// Makes the decision into a finding.
    ///
    /// - Parameters:
    ///   - observations: The observations.
    ///   - subject: The noun for the trials.
    ///   - fault: The description of the failed trials.
    ///   - details: Explains the failures; called only when the rate failed.
    /// - Returns: The finding.
    fileprivate func finding(
        in observations: Observations,
        of subject: CountedNoun,
        fault: String,
        details: (Observations) -> Details
    ) -> Finding {
        let rate = self.rate
        let more = rate.flawlessTrialsToPass
        let need = "\(more) more flawless \(more == 1 ? subject.one : subject.many)"
        guard rate.trials > 0 else {
            return .inconclusive(missing: "not a single one of the \(subject.many) that count; it takes \(need)")
        }
        let share = EventDescription.percent(rate.successes, of: rate.trials)
        let lower = EventDescription.percent(Int(rate.lower * 10_000), of: 10_000)
        let upper = EventDescription.percent(Int((rate.upper * 10_000).rounded(.up)), of: 10_000)
        let counts = "\(rate.successes) of \(subject.counted(rate.trials)), \(share), true rate \(lower) to \(upper)"
        let decided = rate.decidedAfter.map { "; decided after \(subject.counted($0))" } ?? ""
        switch rate.decision {
        case .passed:
            return Finding(verdict: .passed, summary: counts + decided)
        case .failed:
            let details = details(observations)
            let evidence = failures.prefix(Evidence.limit).map {
                observations.evidence(Counterexample($0, against: details.against[$0]))
            }
            let pattern = Diagnosis.pattern(in: details.samples, nouns: observations.nouns)
            let summary = "\(failures.count) \(fault): \(counts)\(decided)"
            return Finding(
                verdict: .failed(evidence),
                summary: [summary, pattern].compactMap(\.self).joined(separator: "; ")
            )
        case .inconclusive:
            let plan = observations.history.header.plan
            let most =
                subject.one == CountedNoun.initiations.one ? plan.rates.maximumInitiations : plan.rates.maximumPolls
            // No repetition of such a plan decides it.
            let limit = most == 0 ? ", more than the plan sends" : ""
            return .inconclusive(missing: "\(counts); to tell that it is above 95 % takes \(need)\(limit)")
        }
    }
}

extension Observations {
    /// The positions of the events that polls contradict, for the polls at given positions.
    fileprivate func contradicted(by positions: some Sequence<Int>) -> [Int: Int] {
        let wanted = Set(positions)
        var against: [Int: Int] = [:]
        for contradiction in jobs.lazy.flatMap(\.contradictions)
        where wanted.contains(contradiction.poll.position) {
            against[contradiction.poll.position] = contradiction.against
        }
        return against
    }
}
