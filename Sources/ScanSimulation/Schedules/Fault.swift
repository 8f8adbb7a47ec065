//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A fault of a schedule: what happens to a message, a node, the store or a clock, and at which step, message or time.
enum Fault: Sendable, Hashable {
    /// The fate of a message.
    enum Fate: Sendable, Hashable {
        /// It never arrives.
        case requestLost
        /// It has its effect, but the reply never arrives.
        case replyLost
        /// It arrives late.
        case requestDelayed(Duration)
        /// The reply arrives late.
        case replyDelayed(Duration)
        /// It arrives once more, after a delay.
        case duplicated(Duration)
    }

    /// The lookup keys that a store loses, as one that evicts keys does.
    enum Keys: Sendable, Hashable, CaseIterable {
        case primary
        case index
        case latest
        case all
    }

    /// Something happens to the message of a number.
    case message(UInt64, Fate)
    /// A node is killed before a step, wherever its tasks are, and started again later.
    case crash(step: UInt64, node: Int, downtime: Duration)
    /// A node is stopped in good order, and started again after its end.
    case stop(at: Duration, node: Int, downtime: Duration)
    /// A node does nothing for a while and then goes on, not knowing.
    case suspension(step: UInt64, node: Int, length: Duration)
    /// A node cannot reach the store.
    case partition(at: Duration, node: Int, length: Duration)
    /// The wall clock of a node jumps.
    case clockJump(at: Duration, node: Int, by: Duration)
    /// The store restarts, and forgets what it was told in the time before.
    case storeRestart(at: Duration, downtime: Duration, forgets: Duration)
    /// The store does nothing for a while and then goes on with what it has received.
    case storeStall(at: Duration, length: Duration)
    /// The wall clock of the store jumps.
    case storeClockJump(at: Duration, by: Duration)
    /// The store loses lookup keys of one scan.
    case loss(step: UInt64, Keys)
}

extension Fault {
    /// A flag that is true if a wall clock jumps.
    var isOfClocks: Bool {
        switch self {
        case .clockJump, .storeClockJump: true
        default: false
        }
    }

    /// The length of the time before a restart that the store forgets; 0 for other faults.
    var forgets: Duration {
        if case .storeRestart(_, _, let forgets) = self { forgets } else { .zero }
    }
}
