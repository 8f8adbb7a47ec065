//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A change that somebody is told of.
package struct Notice: Codable, Sendable, Hashable {
    /// The kinds of changes.
    package enum Kind: String, Codable, Sendable, Hashable {
        /// A rate has fallen below its target.
        case alarm
        /// A rate has come back.
        case allClear = "all_clear"
        /// A probe's outcome is another one than that of the probe before.
        case verdict
    }

    /// The number of the notice, from 1 on, over all restarts.
    package var number: Int
    /// The kind of change.
    package var kind: Kind
    /// The rate; absent for a verdict.
    package var rate: WatchedRate?
    /// The outcome of the probe.
    package var verdict: ProbeVerdict
    /// The outcome of the probe before; absent for the first.
    package var previous: ProbeVerdict?
    /// The time, in seconds since 1970.
    package var time: Int
    /// The time of the alarm that has begun or ended; absent for a verdict.
    package var alarmedSince: Int?
    /// The probe's number.
    package var round: Int
    /// The change in a sentence.
    package var text: String
    /// The ways on which it still has to be told, with the number of attempts.
    package var ways: [String: Int]

    /// Creates a notice.
    package init(
        number: Int,
        kind: Kind,
        rate: WatchedRate?,
        verdict: ProbeVerdict,
        previous: ProbeVerdict?,
        time: Int,
        alarmedSince: Int?,
        round: Int,
        text: String,
        ways: [String: Int]
    ) {
        self.number = number
        self.kind = kind
        self.rate = rate
        self.verdict = verdict
        self.previous = previous
        self.time = time
        self.alarmedSince = alarmedSince
        self.round = round
        self.text = text
        self.ways = ways
    }
}
