//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// Performs a plan on a deployment and returns the history of it.
///
/// Every request is sent once and kept, whatever came of it: a prober that tries again until the answer is right would
/// hide the very defect it looks for.
///
/// A runner cannot be copied, and running uses it up: a second run needs a clock, a recorder and workloads of its own.
public struct Runner: ~Copyable, Sendable {
    /// The deployment, the plan, and the users of a run.
    public struct Assignment: Sendable {
        /// The deployment.
        public var target: Target
        /// The description of its API.
        public var profile: Profile
        /// The steps of the run.
        public var plan: Plan
        /// The first user's credentials; `nil` for a deployment that lets in everybody.
        public var first: Credentials?
        /// The second user's credentials; `nil` when there is none.
        public var second: Credentials?
        /// The means that the deployment's operator gave.
        public var access: OperatorAccess
        /// The seed of everything that is random.
        public var seed: UInt64

        /// Creates an assignment.
        public init(
            target: Target,
            profile: Profile,
            plan: Plan,
            first: Credentials? = nil,
            second: Credentials? = nil,
            access: OperatorAccess = OperatorAccess(),
            seed: UInt64
        ) {
            self.target = target
            self.profile = profile
            self.plan = plan
            self.first = first
            self.second = second
            self.access = access
            self.seed = seed
        }
    }

    private let performance: Performance

    /// Creates a runner of some workloads.
    ///
    /// - Parameters:
    ///   - assignment: The deployment, the plan, and the users.
    ///   - workloads: The workloads, in the order of their turns.
    ///   - transport: The transport that requests are sent through.
    ///   - clock: The time, from the run's start.
    ///   - writer: The writer that takes events as they happen.
    ///   - listener: The listener that is told of events as they happen.
    ///   - decision: The decision about the rates; without one the plan's fixed part is all that is done.
    ///   - budget: The bounds on the memory and the disk that the run's evidence takes.
    init(
        _ assignment: Assignment,
        workloads: [any Workload],
        transport: any Transport,
        clock: RunClock,
        writer: HistoryWriter? = nil,
        listener: (any RunListener)? = nil,
        decision: (any PollingDecision)? = nil,
        budget: EvidenceBudget = EvidenceBudget()
    ) {
        var assignment = assignment
        assignment.plan = assignment.plan.fitted(to: assignment.profile)
        assignment.plan.complete(Plan.sections(of: workloads))
        let redactor = Redactor()
        let recorder = EventRecorder(
            clock: clock,
            writer: writer,
            listener: listener,
            decision: decision,
            redactor: redactor,
            budget: budget
        )
        performance = Performance(
            assignment: assignment,
            workloads: workloads,
            clock: clock,
            recorder: recorder,
            listener: listener,
            decision: decision,
            requester: Requester(
                target: assignment.target,
                profile: assignment.profile,
                transport: transport,
                recorder: recorder,
                redactor: redactor,
                plan: assignment.plan,
                clock: clock,
                seed: assignment.seed
            )
        )
    }

    /// Performs the plan.
    ///
    /// A cancelled run ends at once and returns what it saw, as `interrupted`.
    ///
    /// - Returns: The history, its events in the order of sending.
    /// - Throws: ``ProbeFailure`` when the deployment could not be tested.
    public consuming func run() async throws -> History { try await performance.run() }
}
