//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Synchronization

/// The network between clients, nodes and the store: it numbers messages, and delays, loses and duplicates them as the
/// schedule says.
final class Network: Sendable {
    /// The way of one message and its reply.
    struct Passage: Sendable {
        /// The number of the message.
        let number: UInt64
        /// The delays of the deliveries: none, one or two.
        let deliveries: [Duration]
        /// The delay of the reply; `nil` if it is lost.
        let reply: Duration?
    }

    private struct State {
        var count: UInt64 = 0
        var fates: [UInt64: Fault.Fate]
        var cutOff: Set<Int> = []
    }

    private let draws: Draws
    private let isJittered: Bool
    private let state: Mutex<State>

    /// Creates a network.
    init(_ schedule: Schedule, draws: Draws) {
        self.draws = draws
        isJittered = schedule.isJittered
        var fates: [UInt64: Fault.Fate] = [:]
        for case .message(let number, let fate) in schedule.faults { fates[number] = fate }
        state = Mutex(State(fates: fates))
    }

    /// Numbers a message, and decides what happens to it.
    func passage() -> Passage {
        let (number, fate) = state.withLock { state in
            state.count += 1
            return (state.count, state.fates[state.count])
        }
        let request = delay(.requestDelay, number)
        let reply = delay(.replyDelay, number)
        return switch fate {
        case nil: Passage(number: number, deliveries: [request], reply: reply)
        case .requestLost: Passage(number: number, deliveries: [], reply: nil)
        case .replyLost: Passage(number: number, deliveries: [request], reply: nil)
        case .requestDelayed(let by): Passage(number: number, deliveries: [request + by], reply: reply)
        case .replyDelayed(let by): Passage(number: number, deliveries: [request], reply: reply + by)
        case .duplicated(let by): Passage(number: number, deliveries: [request, request + by], reply: reply)
        }
    }

    /// Returns true if a node can reach the store.
    func reaches(_ node: Int) -> Bool { state.withLock { !$0.cutOff.contains(node) } }

    /// Cuts a node off from the store, or joins it again.
    func cut(_ node: Int, _ isCut: Bool) {
        state.withLock { state in
            if isCut { state.cutOff.insert(node) } else { state.cutOff.remove(node) }
        }
    }

    /// Ends all faults.
    func heal() {
        state.withLock { state in
            state.fates = [:]
            state.cutOff = []
        }
    }

    private func delay(_ purpose: Draws.Purpose, _ number: UInt64) -> Duration {
        isJittered ? .microseconds(100 + draws.number(purpose, number, below: 3000)) : .milliseconds(1)
    }
}
