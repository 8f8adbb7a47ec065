//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

extension Schedule {
    /// Draws a schedule.
    package init(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        self.seed = seed
        nodes = Int.random(in: 1...3, using: &generator)
        strategies = Int.random(in: 1...3, using: &generator)
        lease = Self.pick([.seconds(1), .seconds(3), .seconds(10)], &generator)
        pace = Self.pick([.milliseconds(2), .milliseconds(200), .seconds(1)], &generator)
        visits = Self.visits(&generator)
        faults = Self.faults(nodes: nodes, lease: lease, &generator)
    }

    private static func pick<Value>(_ values: [Value], _ generator: inout SplitMix64) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    private static func chance(_ percent: Int, _ generator: inout SplitMix64) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }

    private static func milliseconds(_ range: ClosedRange<Int>, _ generator: inout SplitMix64) -> Duration {
        .milliseconds(Int.random(in: range, using: &generator))
    }

    private static func visits(_ generator: inout SplitMix64) -> [Visit] {
        let users = Int.random(in: 1...2, using: &generator)
        let filters = Int.random(in: 1...2, using: &generator)
        let isPoisoned = chance(5, &generator)
        return (0..<Int.random(in: 1...3, using: &generator)).flatMap { client in
            (0..<Int.random(in: 1...2, using: &generator)).map { _ in
                Visit(
                    client: client,
                    user: client % users,
                    pause: chance(50, &generator) ? .zero : milliseconds(0...3000, &generator),
                    filters: Int.random(in: 0..<filters, using: &generator),
                    forces: chance(40, &generator),
                    isPoisoned: isPoisoned && chance(50, &generator),
                    interval: pick([.milliseconds(30), .milliseconds(300), .seconds(1)], &generator),
                    isPeekedAt: chance(20, &generator)
                )
            }
        }
    }

    private static func faults(nodes: Int, lease: Duration, _ generator: inout SplitMix64) -> [Fault] {
        // Some schedules are free of faults: then nothing at all may go wrong. The others have few kinds of faults each,
        // or every run would be much the same.
        guard !chance(15, &generator) else { return [] }
        let kinds = (0..<Int.random(in: 1...3, using: &generator)).map { _ in Int.random(in: 0..<14, using: &generator)
        }
        return (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            fault(pick(kinds, &generator), nodes: nodes, lease: lease, &generator)
        }
    }

    private static func fault(_ kind: Int, nodes: Int, lease: Duration, _ generator: inout SplitMix64) -> Fault {
        // Early steps, messages and times more often: that is when most happens.
        let reach = pick([60, 300, 1000], &generator)
        let step = UInt64(Int.random(in: 1...reach, using: &generator))
        let message = UInt64(Int.random(in: 1...max(1, reach / 4), using: &generator))
        let time = milliseconds(0...pick([500, 5_000, 15_000], &generator), &generator)
        let node = Int.random(in: 1...nodes, using: &generator)
        let long = milliseconds(1...Int(lease / .milliseconds(1)) * 2, &generator)
        switch kind {
        case 0: return .message(message, .requestLost)
        case 1, 2: return .message(message, .replyLost)
        case 3: return .message(message, .requestDelayed(milliseconds(1...5_000, &generator)))
        case 4: return .message(message, .replyDelayed(milliseconds(1...5_000, &generator)))
        case 5: return .message(message, .duplicated(milliseconds(1...3_000, &generator)))
        case 6: return .crash(step: step, node: node, downtime: milliseconds(1...3_000, &generator))
        case 7: return .stop(at: time, node: node, downtime: milliseconds(1...3_000, &generator))
        case 8: return .suspension(step: step, node: node, length: long)
        case 9: return .partition(at: time, node: node, length: long)
        case 10:
            let jump = milliseconds(1...pick([2_000, 60_000], &generator), &generator)
            let isOfStore = chance(60, &generator)
            let by = chance(50, &generator) ? jump : .zero - jump
            return isOfStore ? .storeClockJump(at: time, by: by) : .clockJump(at: time, node: node, by: by)
        case 11:
            let forgets = chance(50, &generator) ? .zero : milliseconds(1...1_000, &generator)
            return .storeRestart(at: time, downtime: milliseconds(1...2_000, &generator), forgets: forgets)
        case 12: return .storeStall(at: time, length: long)
        default: return .loss(step: step, pick(Fault.Keys.allCases, &generator))
        }
    }
}
