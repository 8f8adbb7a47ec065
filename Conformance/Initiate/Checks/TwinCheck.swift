//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// INIT-007: two concurrent initiations with the same filters yield one scan.
///
/// Only requests that overlapped are concurrent; where the first was answered before the second was sent, nothing is
/// said here.
enum TwinCheck {
    @Sendable static func twinsAreOneScan(_ observations: Observations) -> Finding {
        let twins = observations.initiations.filter { $0.intent == .twin }
        guard !twins.isEmpty || observations.history.header.plan.twinBodies?.isEmpty == false else {
            return .skipped(reason: "the plan sends no two initiations at once")
        }
        var examined = 0
        var counterexamples: [Counterexample] = []
        for twins in Self.grouped(twins, observations) {
            for (number, one) in twins.enumerated() {
                for other in twins.dropFirst(number + 1) where one.overlaps(other) {
                    guard let id = one.scanID, let otherID = other.scanID else { continue }
                    guard observations.scan(id)?.hasFailed != true, observations.scan(otherID)?.hasFailed != true else {
                        continue
                    }
                    examined += 1
                    guard id != otherID else { continue }
                    let remark = "its id is \(Account.shortened(otherID)), the other's \(Account.shortened(id))"
                    counterexamples.append(Counterexample(other.position, remark, against: one.position))
                }
            }
        }
        return observations.decide(
            examined: examined,
            of: Subject(one: "pair of concurrent initiations", many: "pairs of concurrent initiations"),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "yielded two scans",
            missing: "two initiations with the same filters that overlapped and were both accepted"
        )
    }

    /// The initiations of one user that belong together: the same scan of the plan, the same filters.
    private static func grouped(_ twins: [Initiation], _ observations: Observations) -> [[Initiation]] {
        struct Key: Hashable {
            var scan: String?
            var user: Event.User
            var filters: AskedFilters
        }
        var groups: [Key: [Initiation]] = [:]
        for twin in twins {
            let event = observations.event(twin.position)
            guard !event.forcesRefresh, let filters = AskedFilters(event) else { continue }
            groups[Key(scan: event.scan, user: event.user, filters: filters), default: []].append(twin)
        }
        return Array(groups.values)
    }
}

extension Initiation {
    /// Whether both were under way at the same time.
    fileprivate func overlaps(_ other: Initiation) -> Bool {
        self.sent <= other.received && other.sent <= self.received
    }
}
