//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *status*.
enum StatusChecks: CheckGroup {
    static let catalogue = CatalogueSource("status.yaml", PackageResources.status_yaml)

    static let all = [
        Check("STAT-001", on: [.status], find: foundFromTheFirstPollOn),
        Check("STAT-002", on: [.status], find: neverNotFound),
        Check("STAT-003", on: [.status], find: statesAreKnown),
        Check("STAT-004", on: [.status], find: finalIsFinal),
        Check("STAT-005", on: [.status], find: EndingCheck.endsWithinBudget),
        Check("STAT-006", on: [.status], find: idIsTheOneAskedFor),
        Check("STAT-007", on: [.status, .results], find: unknownIsNotFound),
        Check("STAT-008", on: [.status], find: foundAfterCompletion),
        Check("STAT-009", on: [.status], find: FailureReasonCheck.failureIsExplained),
        Check("STAT-010", on: [.status], find: PollingPaceCheck.pollsHaveNoSideEffects),
        Check("STAT-011", on: [.status, .results], find: StatusContradictsResultsCheck.find),
        Check("STAT-012", on: [.cancel, .status], find: CancelledGoesOnCheck.find),
        Check("STAT-013", on: [.status, .results], find: ForgottenComesBackCheck.find),
        Check("STAT-014", on: [.list], find: UnlistedCheck.find),
    ]

    /// STAT-001: A scan MUST be found from the first poll after its initiation was answered on, whatever connection or
    /// worker the poll reaches.
    ///
    /// Only polls that were not found before any response that found the job was received are violations.
    @Sendable static func foundFromTheFirstPollOn(_ observations: Observations) -> Finding {
        let isConclusive = { (poll: Poll) in poll.reading.isFound || poll.reading == .notFound }
        let missing = "a poll before any other had found its \(observations.nouns.job)"
        let samples = observations.samples(
            where: { isConclusive($0) && $0.sent <= $1.firstFound },
            isFaulty: { $0.reading == .notFound }
        )
        let faulty = samples.lazy.filter(\.isFaulty).map(\.position).inOrder(by: <)
        // These polls end with the first that is found: only the later ones tell what sets the others apart.
        let all =
            faulty.isEmpty
            ? [] : observations.samples(where: { poll, _ in isConclusive(poll) }, isFaulty: { $0.reading == .notFound })
        return observations.finding(
            examined: samples.count,
            of: .polls,
            counterexamples: faulty.map { Counterexample($0) },
            fault: "were answered not_found",
            missing: missing,
            pattern: Diagnosis.pattern(in: all, nouns: observations.nouns)
        )
    }

    /// STAT-002: A poll MUST NOT be answered not_found between the initiation's answer and the end of the observation.
    @Sendable static func neverNotFound(_ observations: Observations) -> Finding {
        let missing = "a status poll that says something about its \(observations.nouns.job)"
        return Self.notFound(observations, missing: missing) { _, _ in true }
    }

    /// STAT-008: A completed scan MUST still be found for as long as its results are promised.
    @Sendable static func foundAfterCompletion(_ observations: Observations) -> Finding {
        Self.notFound(
            observations,
            missing: "a status poll after \(observations.nouns.job.indefinite) was seen complete"
        ) { poll, job in
            poll.sent > job.firstComplete?.received ?? .max
        }
    }

    /// STAT-003: The state in a status answer MUST be one of the documented words.
    @Sendable static func statesAreKnown(_ observations: Observations) -> Finding {
        observations.finding(
            onPollsWhere: { $0.reading.isFound || $0.reading == .unreadable },
            are: { $0.state == .unrecognised || $0.reading == .unreadable },
            fault: "named no known state",
            missing: "a status poll that found its \(observations.nouns.job)"
        )
    }

    /// STAT-004: A final state MUST be final; no poll sent after a final answer was received may see another state.
    @Sendable static func finalIsFinal(_ observations: Observations) -> Finding {
        observations.finding(
            onContradictions: .leftFinalState,
            among: { poll, job in poll.sent > job.firstFinal },
            fault: "saw \(observations.nouns.job.indefinite) leave its final state",
            missing: "a status poll after \(observations.nouns.job.indefinite) was seen to have ended"
        )
    }

    /// STAT-006: The scan id in a status body MUST be the id that was asked for.
    @Sendable static func idIsTheOneAskedFor(_ observations: Observations) -> Finding {
        observations.finding(
            onPollsWhere: { $0.reading.isFound && $0.namesOtherJob != nil },
            are: { $0.namesOtherJob == true },
            fault: "named another \(observations.nouns.job)",
            missing: "a status answer that names its \(observations.nouns.job)"
        )
    }

    /// STAT-007: An unknown id MUST be answered as not found, every time.
    ///
    /// A rejection of the id's format, a 5xx or a missing response is no evidence.
    @Sendable static func unknownIsNotFound(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for position in observations.probes {
            let event = observations.event(position)
            guard event.intent == .unknownID, let status = event.outcome.response?.status else { continue }
            let isNotFound = StatusReading(event.outcome) == .notFound
            guard isNotFound || (200..<300).contains(status) || status == 409 else { continue }
            examined += 1
            if !isNotFound {
                counterexamples.append(Counterexample(position, "no \(observations.nouns.job) has this id"))
            }
        }
        return observations.finding(
            examined: examined,
            of: .probes,
            counterexamples: counterexamples,
            fault: "with an unknown id were not answered as not found",
            missing: "a request for an unknown id that was answered"
        )
    }

    /// Decides on polls that were answered with not_found, among the relevant ones.
    private static func notFound(
        _ observations: Observations,
        missing: String,
        in window: (Poll, ObservedJob) -> Bool
    ) -> Finding {
        observations.finding(
            onPollsWithin: { ($0.reading.isFound || $0.reading == .notFound) && window($0, $1) },
            are: { $0.reading == .notFound },
            fault: "were answered not_found",
            missing: missing
        )
    }
}
