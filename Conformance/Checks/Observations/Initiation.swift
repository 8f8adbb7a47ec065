//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// An initiation of the plan.
struct Initiation {
    /// The position of the event in the history.
    var position: Int
    /// Who sent it.
    var user: Event.User
    /// When it was sent, in nanoseconds of the run.
    var sent: Int64
    /// When its answer was received or it was given up, in nanoseconds of the run.
    var received: Int64
    /// What came of it.
    var reading: InitiationReading
    /// Whether it was refused by the rate limit of the contract, which is no failure.
    var isWithinRateLimit = true

    init(_ event: Event, at position: Int) {
        self.position = position
        self.user = event.user
        self.sent = event.sent
        self.received = event.received
        self.reading = InitiationReading(event.outcome)
    }

    /// How long the answer took, in nanoseconds.
    var duration: Int64 { self.received - self.sent }

    /// Whether the initiation yielded a scan.
    var isAccepted: Bool { if case .accepted = self.reading { true } else { false } }
}

extension [Initiation] {
    /// Marks the refusals that the contract allows: more than 30 initiations of a user within a minute.
    ///
    /// Source: wire contract, *Initiate*.
    mutating func markRateLimited() {
        let allowed = 30
        let window: Int64 = 60_000_000_000
        var earlier: [Event.User: [Int64]] = [:]
        for index in self.indices {
            let initiation = self[index]
            let sent = earlier[initiation.user, default: []]
            if initiation.reading == .limited, sent.count >= allowed {
                self[index].isWithinRateLimit = initiation.sent - sent[sent.count - allowed] > window
            }
            earlier[initiation.user, default: []].append(initiation.sent)
        }
    }
}
