//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Plan {
    /// The section `recovery`: the evidence after a fault.
    public struct Recovery: PlanSection {
        /// The number of polls that follow a fault, to reach every worker.
        public var polls = 12
        /// The time for which a worker is suspended, which has to be longer than its lease; when absent, as long as the
        /// leases in the store tell, or 12 s.
        public var workerPause: Duration?

        package static let name = "recovery"

        package static let keys: [PlanKey<Self>] = [
            .int("polls", \.polls, in: 1...1000),
            .seconds("worker_pause", \.workerPause, in: 0.1...3600),
        ]

        /// Creates a section that reaches the workers of a small deployment.
        public init() {}
    }

    /// The section `recovery`.
    public var recovery: Recovery {
        get { self[Recovery.self] }
        set { self[Recovery.self] = newValue }
    }
}
