//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Judges histories: deterministic, without clock or network.
public enum Judge {
    /// Judges what was observed.
    static func judge(
        _ observations: Observations,
        by rules: Ruleset,
        knownFailures: [KnownFailure]?
    ) -> Judgement {
        let header = observations.history.header
        let planned = Set(header.plan.groups)
        let workers = WorkersSeen(observations)
        let rulings = rules.catalogue.rendered(in: observations.vocabulary).requirements.map { requirement in
            Judgement.Ruling(
                requirement: requirement,
                finding: Self.finding(on: requirement, by: rules, in: observations, planned: planned)
                    .weighed(by: workers, of: requirement)
                    .weighed(by: observations, of: requirement)
            )
        }
        let seen = Set(
            rulings.filter {
                if case .skipped = $0.verdict { false } else { true }
            }.map(\.requirement.group)
        )
        let grade = Grade(rulings: rulings, initiationFailed: observations.initiationFailed)
        let known = knownFailures.map {
            KnownFailures(
                $0,
                rulings: rulings,
                day: header.startedAt,
                initiationFailed: observations.initiationFailed
            )
        }
        return Judgement(
            overall: grade.overall,
            grade: grade,
            rulings: rulings,
            rates: Judgement.Rates(observations.trials),
            latencies: Judgement.Latencies(observations),
            groupsRun: RequirementGroup.allCases.filter { seen.contains($0) },
            groupsNotRun: RequirementGroup.allCases.filter { !seen.contains($0) },
            knownFailures: known,
            workers: workers,
            explanation: Explanation(rulings, of: observations, by: rules)
        )
    }

    /// Runs the check of a requirement, unless the plan excludes it or a precondition is not met.
    private static func finding(
        on requirement: Requirement,
        by rules: Ruleset,
        in observations: Observations,
        planned: Set<RequirementGroup>
    ) -> Finding {
        let header = observations.history.header
        guard planned.contains(requirement.group) else {
            return .skipped(reason: "the plan \(header.plan.name) does not run the group \(requirement.group.rawValue)")
        }
        if let reason = requirement.needs.lazy.compactMap({ $0.reasonToSkip(header) }).first {
            return .skipped(reason: reason)
        }
        guard let check = rules.check(of: requirement.id) else {
            return .inconclusive(missing: "this version has no check for the requirement")
        }
        let finding = check.find(observations)
        // If none of the requests left the prober, an inconclusive check is the prober's failure, not the
        // deployment's.
        if case .inconclusive = finding.verdict, let failure = observations.harnessFailure(of: check.operations) {
            return Finding(verdict: .harnessError(failure), summary: failure)
        }
        return finding
    }
}

extension Finding {
    /// The finding in view of the workers that were seen.
    ///
    /// A pass that rests on crossing workers is none where others than the one that answered seem to be there.
    fileprivate func weighed(by workers: WorkersSeen, of requirement: Requirement) -> Finding {
        guard requirement.restsOnCrossing, verdict == .passed else { return self }
        if let doubt = workers.doubt { return .inconclusive(missing: doubt) }
        guard let remark = workers.remark else { return self }
        return Finding(verdict: verdict, summary: "\(summary); \(remark)")
    }

    /// The finding in view of what the API cannot tell.
    ///
    /// Being found says nothing if any made-up id is answered like a job that is under way; being delivered says nothing
    /// if every result was empty.
    fileprivate func weighed(by observations: Observations, of requirement: Requirement) -> Finding {
        // Also of what could not be decided: no repetition would decide it.
        if ["STAT-001", "STAT-002", "RATE-001", "RATE-006"].contains(requirement.id), verdict.kind != .failed,
            observations.history.header.plan.groups.contains(requirement.group), observations.unknownLooksPending
        {
            return .skipped(reason: "unknown ids look like pending ones")
        }
        guard verdict == .passed, ["RES-001", "RATE-003"].contains(requirement.id),
            let line = observations.lineOfEmptyResults
        else { return self }
        return .inconclusive(
            missing: "a result that is not empty: all were; is `\(line)` of the profile the right place?"
        )
    }
}

extension Observations {
    /// True if made-up ids were asked for, and each was answered like a job that is under way.
    fileprivate var unknownLooksPending: Bool {
        var isPending = false
        for position in probes {
            let event = self.event(position)
            guard event.intent == .unknownID, event.operation == .status else { continue }
            switch StatusReading(event.outcome) {
            case .found(.initiated), .found(.scanning): isPending = true
            case .noKnowledge: continue
            case .found, .notFound, .unreadable: return false
            }
        }
        return isPending
    }

    /// The line of the profile that is doubtful if results were delivered and each of them was empty.
    ///
    /// A scan may find no opportunity, and requirements of their own say so.
    fileprivate var lineOfEmptyResults: String? {
        guard !history.header.access.offers.contains(.opportunities) else { return nil }
        var first: ResultsRead?
        for job in jobs {
            for read in job.readsAfterCompletion where read.isSuccess {
                guard EmptyResults.isEmpty(read) else { return nil }
                first = first ?? read
            }
        }
        return first.map { $0.parsed?.listed == nil ? "read.result" : "read.opportunities" }
    }
}
