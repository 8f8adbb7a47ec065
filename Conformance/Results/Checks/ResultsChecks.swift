//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *results*.
enum ResultsChecks: CheckGroup {
    static let catalogue = CatalogueSource("results.yaml", PackageResources.results_yaml)

    static let all = [
        Check("RES-001", on: [.results], find: comeAfterCompletion),
        Check("RES-002", on: [.results], find: neverPendingAfterCompletion),
        Check("RES-003", on: [.results], find: EarlyResultsCheck.neverTruncated),
        Check("RES-004", on: [.results], find: readsAreEqual),
        Check("RES-005", on: [.results], find: totalsAgree),
        Check("RES-006", on: [.results], find: OpportunityFieldsCheck.fieldsAreThoseOfTheContract),
        Check("RES-007", on: [.results], find: ValuesCheck.numbersAndTimesAreSound),
        Check("RES-008", on: [.results], find: AnalysisCheck.sumsAddUp),
        Check("RES-009", on: [.results], find: ResultsIdentityCheck.idAndUserAreRight),
        Check("RES-010", on: [.results], find: DuplicatesCheck.nothingIsListedTwice),
        Check("RES-011", on: [.initiate, .results], find: FiltersHonouredCheck.filtersHold),
        Check("RES-012", on: [.results], find: ResultsNullCheck.find),
        Check("RES-013", on: [.results, .page], find: PageMissingCheck.find),
    ]

    /// RES-001: After the first `complete`, every results read MUST deliver the results of that scan.
    ///
    /// Any response other than the results of this job is a violation.
    @Sendable static func comeAfterCompletion(_ observations: Observations) -> Finding {
        Self.afterCompletion(observations, fault: "after completion did not deliver the results") { !$0.isSuccess }
    }

    /// RES-002: After the first `complete`, a results read MUST NOT be answered as pending or with an error-shaped
    /// body.
    ///
    /// Results that are not found are left to RES-001.
    @Sendable static func neverPendingAfterCompletion(_ observations: Observations) -> Finding {
        Self.afterCompletion(observations, fault: "after completion were pending or error-shaped") {
            $0.reading == .pending || $0.reading == .failed || $0.reading == .errorShaped
        }
    }

    /// RES-004: Two reads of one complete scan MUST list the same opportunities in the same order.
    ///
    /// The most frequent digest of a job counts as the correct one.
    @Sendable static func readsAreEqual(_ observations: Observations) -> Finding {
        var samples: [JudgedRequest] = []
        for (number, job) in observations.jobs.enumerated() {
            let reads = job.readsAfterCompletion.filter(\.isSuccess).compactMap { read in
                read.parsed?.digest.map { (read, $0) }
            }
            guard reads.count > 1 else { continue }
            let usual = reads.map(\.1).mostFrequent
            samples += reads.map { read, digest in
                observations.sample(read, isFaulty: digest != usual, of: job, number: number)
            }
        }
        return observations.finding(
            on: samples,
            of: .reads,
            fault: "listed other \(observations.nouns.item.many) than most reads of the \(observations.nouns.job)",
            missing: "two reads of one \(observations.nouns.job)'s results after its completion"
        )
    }

    /// RES-005: The length of the list, `total_opportunities` and the status's total MUST agree.
    @Sendable static func totalsAgree(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            let told = Self.totalsInStatus(of: job)
            if let first = told.first {
                for other in told where other.total != first.total {
                    counterexamples.append(Counterexample(other.position, against: first.position))
                }
            }
            for read in job.readsAfterCompletion where read.isSuccess {
                let parsed = read.parsed
                let totals = [parsed?.listed, parsed?.total, told.first?.total].compactMap(\.self)
                guard totals.count > 1 else { continue }
                examined += 1
                guard Set(totals).count > 1 else { continue }
                let listed = parsed?.listed.map(String.init) ?? "?"
                let total = parsed?.total.map(String.init) ?? "?"
                let status = told.first.map { String($0.total) } ?? "?"
                counterexamples.append(
                    Counterexample(read.position, "listed \(listed), total \(total), status \(status)")
                )
            }
        }
        return observations.finding(
            examined: examined,
            of: .reads,
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "disagreed about how many \(observations.nouns.item.many) there are",
            missing: "a results read after completion that tells at least two totals"
        )
    }

    /// The totals that responses about a complete job report.
    private static func totalsInStatus(of job: ObservedJob) -> [(position: Int, total: Int)] {
        job.polls.filter { $0.state == .complete && $0.namesOtherJob != true }.compactMap { poll in
            (poll.parsed?.total).map { (poll.position, $0) }
        }
    }

    /// Decides on the reads after completion whose responses carry information.
    private static func afterCompletion(
        _ observations: Observations,
        fault: String,
        isFaulty: (ResultsRead) -> Bool
    ) -> Finding {
        var samples: [JudgedRequest] = []
        for (number, job) in observations.jobs.enumerated() {
            for read in job.readsAfterCompletion where read.reading != .noKnowledge {
                let isFaulty = isFaulty(read)
                samples.append(observations.sample(read, isFaulty: isFaulty, of: job, number: number))
            }
        }
        let missing = "a results read after \(observations.nouns.job.indefinite) was seen complete that was answered"
        var finding = observations.finding(on: samples, of: .reads, fault: fault, missing: missing)
        guard case .failed = finding.verdict, observations.statusIsSound else { return finding }
        finding.summary += "; the status was found throughout, so only the results path fails"
        return finding
    }
}

extension Observations {
    /// A flag for a job that every informative poll found, without a contradiction.
    fileprivate var statusIsSound: Bool {
        jobs.allSatisfy { job in
            job.contradictions.isEmpty && job.polls.allSatisfy { $0.reading.isFound || $0.reading == .noKnowledge }
        }
    }
}
