//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// INIT-007: two concurrent initiations with the same filters yield one job.
///
/// Only requests that overlapped are concurrent; if the first was answered before the second was sent, the pair is
/// ignored.
enum ConcurrentInitiationCheck {
    /// INIT-007: Two concurrent initiations of one user with the same filters MUST yield one scan.
    @Sendable static func twinsAreOneJob(_ observations: Observations) -> Finding {
        let twins = observations.initiations.filter { $0.intent == .twin }
        guard !twins.isEmpty || !observations.history.header.plan.initiate.twinBodies.isEmpty else {
            return .skipped(reason: "the plan sends no two initiations at once")
        }
        var examined = 0
        var counterexamples: [Counterexample] = []
        for twins in Self.grouped(twins, observations) {
            for (number, one) in twins.enumerated() {
                for other in twins.dropFirst(number + 1) where one.overlaps(other) {
                    guard let id = one.jobID, let otherID = other.jobID else { continue }
                    guard observations.job(id)?.hasFailed != true, observations.job(otherID)?.hasFailed != true else {
                        continue
                    }
                    examined += 1
                    guard id != otherID else { continue }
                    let remark =
                        "its id is \(EventDescription.shortened(otherID)), the other's \(EventDescription.shortened(id))"
                    counterexamples.append(Counterexample(other.position, remark, against: one.position))
                }
            }
        }
        return observations.finding(
            examined: examined,
            of: CountedNoun(one: "pair of concurrent initiations", many: "pairs of concurrent initiations"),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "yielded two \(observations.nouns.job.many)",
            missing: "two initiations with the same filters that overlapped and were both accepted"
        )
    }

    /// Groups a user's initiations that belong together: the same job of the plan, the same filters.
    private static func grouped(_ twins: [Initiation], _ observations: Observations) -> [[Initiation]] {
        struct Key: Hashable {
            var job: String?
            var user: Event.User
            var filters: AskedFilters
        }
        var groups: [Key: [Initiation]] = [:]
        for twin in twins {
            let event = observations.event(twin.position)
            guard !event.forcesRefresh, let filters = AskedFilters(event) else { continue }
            groups[Key(job: event.job, user: event.user, filters: filters), default: []].append(twin)
        }
        return Array(groups.values)
    }
}

extension Initiation {
    /// Returns true if both requests were in flight at the same time.
    fileprivate func overlaps(_ other: Initiation) -> Bool {
        sent <= other.received && other.sent <= received
    }
}
