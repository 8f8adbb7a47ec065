//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// TTL-003: every write of the entry renews the full lifetime of the lookup keys.
///
/// If the entry differs between two snapshots, it was written after the first of them was read. So each lookup key
/// has, at the second, the longest lifetime that it was ever seen with, less at most the time since the first was
/// requested. A key whose expiry has not moved, and is short of that, was not renewed. A key that was given a shorter
/// lifetime was written; TTL-002 decides whether it is long enough.
enum RenewalCheck {
    /// The allowance for one write, in milliseconds.
    private static let tolerance = Duration.seconds(1)

    /// TTL-003: Every write of the entry MUST give the lookup keys their full lifetime anew.
    @Sendable static func writesRenewLookups(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for course in observations.storeSnapshots.courses {
            let samples = course.samples.filter {
                $0.occasion != .recovered && $0.received < course.untouchedUntil && !observations.isDisturbed($0)
            }
            for role in StoredKey.Role.lookups {
                var full = Duration.zero
                for (earlier, later) in zip(samples, samples.dropFirst()) {
                    guard course.owns(role, in: later), let before = earlier.expiry(of: role),
                        let after = later.expiry(of: role), let was = earlier.entry?.digest,
                        let isNow = later.entry?.digest
                    else { continue }
                    full = max(full, before.remaining)
                    // Only if the full lifetime differs from the remaining one anyway, the pair is evidence.
                    let due = earlier.asked.cutToMilliseconds + full - tolerance
                    guard was != isNow, samples[0].received.cutToMilliseconds + full < due else { continue }
                    examined += 1
                    guard after.latest < due, after.latest >= before.earliest - tolerance else { continue }
                    let remark = "the entry was written before \(later.account); \(role.rawValue) was not renewed"
                    counterexamples.append(Counterexample(course.initiation, remark))
                }
            }
        }
        return observations.finding(
            examined: examined,
            of: CountedNoun(one: "write of an entry", many: "writes of entries"),
            counterexamples: counterexamples,
            fault: "left a lookup key's lifetime as it was",
            missing: "samples of the store before and after a write of the entry, some seconds after the initiation"
        )
    }
}

extension StoreSnapshot {
    /// The expiry of a key of a role, the earliest and the latest possible.
    fileprivate func expiry(of role: StoredKey.Role) -> (earliest: Instant, latest: Instant, remaining: Duration)? {
        guard let key = self.key(role), key.exists, let remaining = key.remaining else { return nil }
        return (
            asked.cutToMilliseconds + remaining, received.cutToMilliseconds + .milliseconds(1) + remaining, remaining
        )
    }
}
