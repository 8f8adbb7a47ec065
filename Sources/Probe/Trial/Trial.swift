//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// One job, step by step, as a person would look at it with curl: begun, polled to its end, and read.
///
/// The runner does it, with a plan of one job and no other workload, so that a trial and a run cannot disagree.
public struct Trial: Sendable {
    /// The outcome of a trial.
    public struct Outcome: Sendable, Hashable {
        /// The id of the job; absent when none was begun.
        public var jobID: String?
        /// The final state; absent when none was reached.
        public var end: JobState?
        /// True if the results were read.
        public var isRead = false
        /// The first thing that went wrong, in a sentence.
        public var problem: String?
        /// True if an answer had a word for a state that the profile does not know.
        public var hasUnknownWord = false

        /// True if a job was begun, polled to its end, and read, and the profile knows each state on the way.
        public var isSuccess: Bool { jobID != nil && end == .complete && isRead && !hasUnknownWord }
    }

    private let assignment: Runner.Assignment

    /// Creates a trial.
    ///
    /// - Parameters:
    ///   - assignment: The deployment and its users; its plan is of no account.
    ///   - patience: The longest time of the job.
    public init(_ assignment: Runner.Assignment, patience: Duration = .seconds(60)) {
        var assignment = assignment
        assignment.plan = Self.plan(patience)
        assignment.second = nil
        self.assignment = assignment
    }

    private static func plan(_ patience: Duration) -> Plan {
        var plan = Plan(
            name: "try",
            summary: "One job, begun, polled to its end, and read",
            groups: [.status],
            requestTimeout: .seconds(30),
            runBudget: patience + .seconds(30)
        )
        plan.jobs.count = 1
        plan.jobs.concurrent = 1
        plan.jobs.bodies = ["{}"]
        plan.jobs.pollInterval = .milliseconds(500)
        plan.jobs.maximumPolls = 10_000
        plan.jobs.pollsAfterCompletion = 0
        // More than one, since workers that share nothing know a job by turns.
        plan.jobs.resultReads = 3
        plan.jobs.earlyResultReads = 0
        plan.jobs.budget = patience
        plan.status.fastPolls = 0
        return plan
    }

    /// Begins, polls and reads one job.
    ///
    /// - Parameters:
    ///   - transport: The transport that requests are sent through.
    ///   - clock: The time.
    ///   - tell: Told each request, its answer, and what was read from where, in lines without secrets.
    /// - Returns: The outcome.
    /// - Throws: ``ProbeFailure`` when the deployment could not be reached or refused the login.
    public func run(
        transport: any Transport,
        clock: RunClock = .continuous(),
        tell: @escaping @Sendable (String) -> Void
    ) async throws -> Outcome {
        let narrator = TrialNarrator(profile: assignment.profile, tell: tell)
        let runner = Runner(
            assignment,
            workloads: [JobSeries()],
            transport: transport,
            clock: clock,
            listener: narrator
        )
        do {
            _ = try await runner.run()
        } catch let failure as ProbeFailure where narrator.hasAnswers {
            // The run says in one line what the trial has told step by step.
            var outcome = narrator.outcome
            if narrator.firstProblem == nil { outcome.problem = failure.message }
            return outcome
        }
        return narrator.outcome
    }
}
