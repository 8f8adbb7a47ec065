//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// TTL-003: every write of the entry gives the lookup keys their full lifetime anew.
///
/// When the entry differs between two samples, it was written after the first of them was read. So each lookup key has,
/// at the second, the longest lifetime that it was ever seen with, less at most the time since the first was asked for.
/// A key whose expiry has stayed where it was, and is short of that, was not renewed. A key that was given a shorter
/// lifetime was written; whether it is long enough is the business of TTL-002.
enum RenewalCheck {
    /// What one write may take, in milliseconds.
    private static let tolerance: Int64 = 1000

    @Sendable static func writesRenewLookups(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for course in observations.storeSnapshots.courses {
            let samples = course.samples.filter {
                $0.occasion != .recovered && $0.received < course.untouchedUntil && !observations.isDisturbed($0)
            }
            for role in StoredKey.Role.lookups {
                var full: Int64 = 0
                for (earlier, later) in zip(samples, samples.dropFirst()) {
                    guard course.owns(role, in: later), let before = earlier.expiry(of: role),
                        let after = later.expiry(of: role), let was = earlier.entry?.digest,
                        let isNow = later.entry?.digest
                    else { continue }
                    full = max(full, before.remaining)
                    // Only where the full lifetime can be told from what was left anyway, something is shown.
                    let due = earlier.asked / 1_000_000 + full - self.tolerance
                    guard was != isNow, samples[0].received / 1_000_000 + full < due else { continue }
                    examined += 1
                    guard after.latest < due, after.latest >= before.earliest - self.tolerance else { continue }
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
    /// When a key of a role expires, at the earliest and at the latest, in milliseconds of the run.
    fileprivate func expiry(of role: StoredKey.Role) -> (earliest: Int64, latest: Int64, remaining: Int64)? {
        guard let key = self.key(role), key.exists, let remaining = key.remaining else { return nil }
        return (self.asked / 1_000_000 + remaining, self.received / 1_000_000 + 1 + remaining, remaining)
    }
}
