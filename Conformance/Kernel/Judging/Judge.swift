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
        let rulings = rules.catalogue.rendered(in: observations.vocabulary).requirements.map { requirement in
            Judgement.Ruling(
                requirement: requirement,
                finding: Self.finding(on: requirement, by: rules, in: observations, planned: planned)
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
            knownFailures: known
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
