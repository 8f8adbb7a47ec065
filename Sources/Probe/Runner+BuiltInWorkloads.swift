//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Runner {
    /// Creates a runner of the built-in workloads.
    ///
    /// - Parameters:
    ///   - assignment: The deployment, the plan, and the users.
    ///   - transport: The transport that requests are sent through.
    ///   - clock: The time, from the run's start.
    ///   - writer: The writer that takes events as they happen.
    ///   - listener: The listener that is told of events as they happen.
    ///   - decision: The decision about the rates; without one the plan's fixed part is all that is done.
    ///   - budget: The bounds on the memory and the disk that the run's evidence takes.
    public init(
        _ assignment: Assignment,
        transport: any Transport,
        clock: RunClock = .continuous(),
        writer: HistoryWriter? = nil,
        listener: (any RunListener)? = nil,
        decision: (any PollingDecision)? = nil,
        budget: EvidenceBudget = EvidenceBudget()
    ) {
        self.init(
            assignment,
            workloads: BuiltInWorkloads.all(),
            transport: transport,
            clock: clock,
            writer: writer,
            listener: listener,
            decision: decision,
            budget: budget
        )
    }
}
