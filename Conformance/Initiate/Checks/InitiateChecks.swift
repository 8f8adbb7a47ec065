//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *initiate*.
enum InitiateChecks: CheckGroup {
    static let catalogue = CatalogueSource("initiate.yaml", PackageResources.initiate_yaml)

    static let all = [
        Check("INIT-001", on: [.initiate], find: answersAtOnce),
        Check("INIT-002", on: [.initiate], find: idsAreUnique),
        Check("INIT-003", on: [.initiate, .status, .results], find: LinkCheck.addressesWork),
        Check("INIT-004", on: [.initiate], find: emptyObjectIsAccepted),
        Check("INIT-005", on: [.initiate], find: JoinCheck.runningJobIsFound),
        Check("INIT-006", on: [.initiate, .status, .results], find: RefreshCheck.startsAnewAndLeavesTheOld),
        Check("INIT-007", on: [.initiate], find: ConcurrentInitiationCheck.twinsAreOneJob),
        Check("INIT-008", on: [.initiate], find: FilterEchoCheck.filtersAreEchoed),
        Check("INIT-009", on: [.initiate], find: InitiationHeadersCheck.tellsWhereAndWhen),
        Check("INIT-010", on: [.status, .results], find: AddressInsideCheck.find),
        Check("INIT-011", on: [.initiate], find: KeyStartsTwiceCheck.find),
    ]

    /// The time within which an initiation has to be answered.
    static let bound = Duration.seconds(2)
    /// The time within which an initiation should be answered.
    static let desirable = Duration.milliseconds(500)

    /// INIT-001: An accepted initiation MUST be answered within 2 seconds, and SHOULD be within 500 ms, with the id of
    /// a scan.
    ///
    /// A refusal is no evidence, unless no initiation at all yields a job.
    @Sendable static func answersAtOnce(_ observations: Observations) -> Finding {
        var counterexamples: [Counterexample] = []
        var examined = 0
        var slow = 0
        for initiation in observations.initiations {
            let timedOut = observations.event(initiation.position).outcome.isTimeout
            guard initiation.isAccepted || initiation.reading == .withoutID || timedOut else { continue }
            examined += 1
            if initiation.reading == .withoutID {
                counterexamples.append(
                    Counterexample(initiation.position, "accepted, but without \(observations.nouns.job.indefinite) id")
                )
            } else if initiation.duration > bound {
                counterexamples.append(
                    Counterexample(initiation.position, "it took \(EventDescription.seconds(initiation.duration)) s")
                )
            } else if initiation.duration > desirable {
                slow += 1
            }
        }
        guard examined > 0 || !observations.initiationFailed else {
            return observations.finding(
                examined: observations.initiations.count,
                of: .initiations,
                counterexamples: observations.initiations.map { Counterexample($0.position) },
                fault: "failed, so there is no \(observations.nouns.job) to look at",
                missing: ""
            )
        }
        var finding = observations.finding(
            examined: examined,
            of: .initiations,
            counterexamples: counterexamples,
            fault: "had no id within 2 s",
            missing: observations.quotaRemark ?? "no initiation was sent"
        )
        if slow > 0 { finding.summary += "; \(slow) took longer than the 500 ms that they SHOULD take" }
        return finding
    }

    /// INIT-002: Every new scan MUST have an id of its own; an id is handed out again only for the same user and the
    /// same filters.
    ///
    /// A repeated id is correct only in the response to the same request of the same user. A request that joins a
    /// job, or one of two concurrent ones, may be answered as if the job were new.
    @Sendable static func idsAreUnique(_ observations: Observations) -> Finding {
        var first: [String: Initiation] = [:]
        var counterexamples: [Counterexample] = []
        var examined = 0
        for initiation in observations.initiations {
            guard case .accepted(let id) = initiation.reading else { continue }
            examined += 1
            guard let earlier = first.updateValue(first[id] ?? initiation, forKey: id) else { continue }
            let event = observations.event(initiation.position)
            let remark: String? =
                if earlier.user != initiation.user {
                    "the id belongs to another user's \(observations.nouns.job)"
                } else if initiation.isForANewJob, earlier.received < initiation.sent,
                    event.outcome.response?.parsed?.state == .initiated
                {
                    "the id is said to be of a new \(observations.nouns.job), but was handed out before"
                } else if !Self.asksForTheSame(event, observations.event(earlier.position)) {
                    "the id belongs to \(observations.nouns.job.indefinite) with other filters"
                } else {
                    nil
                }
            guard let remark else { continue }
            counterexamples.append(Counterexample(initiation.position, remark, against: earlier.position))
        }
        return observations.finding(
            examined: examined < 2 && counterexamples.isEmpty ? 0 : examined,
            of: .initiations,
            counterexamples: counterexamples,
            fault: "handed out an id that was taken",
            missing: "at least two accepted initiations; there were \(examined)"
        )
    }

    /// INIT-004: An initiation with the body `{}` MUST be accepted and start a full scan.
    @Sendable static func emptyObjectIsAccepted(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for initiation in observations.initiations
        where observations.event(initiation.position).askedJSON == .object([:]) {
            switch initiation.reading {
            case .accepted:
                examined += 1
            case .refused, .withoutID:
                examined += 1
                counterexamples.append(Counterexample(initiation.position))
            case .limited, .noKnowledge:
                continue
            }
        }
        return observations.finding(
            examined: examined,
            of: CountedNoun(one: "initiation with {}", many: "initiations with {}"),
            counterexamples: counterexamples,
            fault: "was not accepted",
            missing: "an initiation with the body {} that was answered"
        )
    }

    /// Returns true if two initiations request the same job; `force_refresh` is no filter.
    private static func asksForTheSame(_ one: Event, _ other: Event) -> Bool {
        guard let filters = AskedFilters(one), let others = AskedFilters(other) else {
            return one.requestBody == other.requestBody
        }
        return filters == others
    }
}

extension Initiation {
    /// A flag for a request that demands a job of its own.
    fileprivate var isForANewJob: Bool { intent != .joins && intent != .twin && intent != .repeated }
}

extension Outcome {
    fileprivate var isTimeout: Bool {
        guard case .unanswered(let failure) = self else { return false }
        return failure.kind == .timedOut
    }
}
