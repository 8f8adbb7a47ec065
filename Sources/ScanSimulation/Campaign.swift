//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Synchronization

/// A search through many schedules for one that breaks a rule.
package struct Campaign: Sendable {
    /// A schedule that breaks a rule, shrunk.
    package struct Finding: Sendable {
        /// The schedule as it was drawn.
        package let seed: UInt64
        /// The violation of the whole schedule.
        package let violation: Violation
        /// The smallest schedule that breaks the same rule.
        package let smallest: Reduction
        /// The trace of the smallest schedule.
        package let trace: [String]
    }

    private let behaviour: CoreBehaviour

    /// Creates a campaign against the core, or a mutant of it.
    package init(_ behaviour: CoreBehaviour = CoreBehaviour()) {
        self.behaviour = behaviour
    }

    /// Runs the schedules of consecutive seeds on several threads.
    ///
    /// - Parameters:
    ///   - first: The first seed.
    ///   - count: The number of schedules.
    ///   - threads: The number of threads; each simulation has one of its own.
    /// - Returns: The first seed that breaks a rule; `nil` if none does.
    package func firstFailure(from first: UInt64, count: UInt64, threads: Int) -> UInt64? {
        let next = Mutex<UInt64>(0)
        let failure = Mutex<UInt64?>(nil)
        DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
            while true {
                let offset = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                // An earlier seed than a failing one may still fail, so those are run to their end.
                guard offset < count, offset < failure.withLock({ $0 ?? count }) else { return }
                guard breaks(Reduction(seed: first &+ offset)) != nil else { continue }
                failure.withLock { $0 = min($0 ?? offset, offset) }
            }
        }
        return failure.withLock { $0.map { first &+ $0 } }
    }

    /// Shrinks the schedule of a seed that breaks a rule.
    ///
    /// - Returns: `nil` if it breaks none.
    package func finding(at seed: UInt64) -> Finding? {
        let whole = Reduction(seed: seed)
        guard let violation = breaks(whole) else { return nil }
        let smallest = whole.shrunk { breaks($0)?.rule == violation.rule }
        return Finding(seed: seed, violation: violation, smallest: smallest, trace: trace(of: smallest))
    }

    /// Returns the trace of a schedule.
    package func trace(of reduction: Reduction) -> [String] {
        Simulation.run(reduction.schedule, behaviour: behaviour, keepsTrace: true).trace
    }

    /// Returns the rule that a schedule breaks, if any.
    package func breaks(_ reduction: Reduction) -> Violation? {
        Simulation.run(reduction.schedule, behaviour: behaviour).violation
    }
}
