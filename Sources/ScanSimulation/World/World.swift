//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

/// Everything of one simulation.
final class World: Sendable {
    let schedule: Schedule
    let behaviour: CoreBehaviour
    let draws: Draws
    let scheduler: Scheduler
    let trace: Trace
    let network: Network
    let audit: Audit
    let machine: StoreMachine
    /// The executor of everything that is no node.
    let executor: LaneExecutor
    private let scans = Mutex<UInt64>(0)
    private let evaluations = Mutex<UInt64>(0)

    /// Creates a world in which nothing has happened yet.
    init(_ schedule: Schedule, behaviour: CoreBehaviour, keepsTrace: Bool) {
        self.schedule = schedule
        self.behaviour = behaviour
        let lifetimes = Self.lifetimes(schedule)
        draws = Draws(seed: schedule.seed)
        scheduler = Scheduler(draws: draws, isShuffled: schedule.isShuffled)
        trace = Trace(scheduler: scheduler, isKept: keepsTrace)
        network = Network(schedule, draws: draws)
        executor = LaneExecutor(lane: 0, scheduler: scheduler)
        audit = Audit(schedule, lifetimes: lifetimes, trace: trace)
        machine = StoreMachine(
            lifetimes: behaviour.lifetimes(lifetimes),
            remembers: schedule.faults.contains { $0.forgets > .zero },
            scheduler: scheduler,
            executor: executor,
            audit: audit
        )
    }

    /// A flag that is true if an id is handed out once a replica has its scan.
    var confirmsScans: Bool { draws.confirmsScans }

    /// The lifetimes: the defaults, but for the lease.
    static func lifetimes(_ schedule: Schedule) -> ScanLifetimes { ScanLifetimes(lease: schedule.lease) }

    /// Makes the id of a scan.
    func makeID() -> ScanID {
        let number = scans.withLock { number in
            number += 1
            return number
        }
        var generator = CountedID(number: number)
        return ScanID(using: &generator)
    }

    /// Draws the time of a strategy's computation, which exceeds the lease now and then.
    func computingTime() -> Duration {
        let number = evaluations.withLock { number in
            number += 1
            return number
        }
        let usual = schedule.pace * draws.number(.strategyTime, number, below: 100) / 50
        return number % 8 == 0 ? usual + schedule.lease * 2 : usual
    }
}

/// A source of the two halves of an id: zero, and its number.
private struct CountedID: RandomNumberGenerator {
    let number: UInt64
    private var isSecond = false

    init(number: UInt64) {
        self.number = number
    }

    mutating func next() -> UInt64 {
        defer { isSecond = true }
        return isSecond ? number : 0
    }
}
