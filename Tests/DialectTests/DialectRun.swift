//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import Probe
import ProbeHistory

/// The probing of a double on a clock that skips its waits.
enum DialectRun {
    /// Probes a double with a profile and a short plan.
    ///
    /// - Parameters:
    ///   - double: The double.
    ///   - fault: The fault of the double.
    ///   - profile: The profile.
    ///   - change: The settings of the jobs that differ from the short plan's.
    /// - Returns: The history.
    /// - Throws: The error of the run.
    static func history(
        of double: JobDouble,
        _ fault: JobDouble.Fault = .none,
        profile: Profile,
        _ change: (inout Plan.Jobs) -> Void
    ) async throws -> History {
        let clock = SkippingClock.make()
        let running = RunningDouble(double, fault, base: DoubleTransport.url, now: { clock.now().nanoseconds })
        var plan = Plan(name: "quick", summary: "for tests", requestTimeout: .seconds(5), runBudget: .seconds(600))
        plan.jobs.count = 2
        plan.jobs.bodies = ["{}"]
        plan.jobs.pollInterval = .milliseconds(50)
        plan.jobs.maximumPolls = 60
        plan.jobs.earlyResultReads = 1
        plan.jobs.budget = .seconds(60)
        change(&plan.jobs)
        let assignment = Runner.Assignment(
            target: try Target(DoubleTransport.url),
            profile: profile,
            plan: plan,
            first: double.access.map { _ in .token(JobDouble.token) },
            seed: 5
        )
        return try await Runner(assignment, transport: DoubleTransport(running), clock: clock).run()
    }
}
