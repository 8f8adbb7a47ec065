//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The extension of a run beyond the fixed part of its plan, until each rate is decided or the plan's limits are
/// reached.
///
/// Polls and reads alternate over the jobs, each on its own connection, so that every job has the same weight and every
/// request draws its worker anew. Initiations repeat the filters of the first job, and a deployment responds with the
/// existing job.
struct RateExtension: Workload {
    let groups: Set<RequirementGroup> = [.rates]
    let needs = [WorkloadNeed.decision]
    let sections: [any PlanSection.Type] = [Plan.Rates.self]
    let phase = WorkloadPhase.extending

    /// Extends the run over the jobs that were followed.
    func run(_ context: RunContext) async throws {
        guard let decision = context.decision else { return }
        let extent = Extent(context: context, decision: decision)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await extent.extendPolls(context.followed.all) }
            group.addTask { try await extent.extendInitiations() }
            try await group.waitForAll()
        }
    }
}

/// The requests beyond the fixed part of one run.
private struct Extent {
    let context: RunContext
    let decision: any PollingDecision

    private var clock: RunClock { context.clock }

    func extendPolls(_ jobs: [FollowedJob]) async throws {
        let rates = context.plan.rates
        // The rate of polls over all jobs is that of each of them before.
        let interval = context.plan.jobs.pollInterval / max(jobs.count, 1)
        var pacer = Pacer(clock: clock, interval: interval)
        var polls = 0
        var reads = 0
        var turn = 0
        while true {
            let undecided = decision.undecided
            let wantsPoll = undecided.contains(.status) && polls < rates.maximumPolls
            let wantsRead = undecided.contains(.results) && reads < rates.maximumPolls
            let now = clock.now()
            let usable = jobs.filter {
                now < $0.usableUntil(lifetime: rates.resultLifetime)
                    && (wantsPoll || wantsRead && $0.isComplete)
            }
            // No request begins that the end of the run's budget would cut short.
            guard now < context.end, !usable.isEmpty else { return }
            let job = usable[turn % usable.count]
            turn += 1
            if wantsPoll {
                polls += 1
                try await send(.status, about: job)
            }
            if wantsRead, job.isComplete {
                reads += 1
                try await send(.results, about: job)
            }
            try await pacer.waitForTurn()
        }
    }

    private func send(_ operation: Event.Operation, about job: FollowedJob) async throws {
        _ = try await context.requester.send(
            PlannedRequest(operation: operation, job: job.name, jobID: job.id, token: context.first.token)
        )
    }

    func extendInitiations() async throws {
        let plan = context.plan
        let maximum = plan.rates.maximumInitiations
        var pacer = Pacer(clock: clock, interval: plan.jobs.pollInterval)
        let allowance = context.allowance
        let users = [(Event.User.first, context.first)] + (context.second.map { [(.second, $0)] } ?? [])
        let body = plan.jobs.bodies[0].forcingRefresh(false)
        var sent = 0
        while sent < maximum, decision.undecided.contains(.initiate) {
            // The next user is the one who may initiate first; the deployment's rate limit is for each user.
            var next: (user: Event.User, session: Session, at: Instant)?
            for (user, session) in users {
                let at = await allowance.next(for: user)
                if at < next?.at ?? .max { next = (user, session, at) }
            }
            guard let next, next.at < context.end, clock.now() < context.end else { return }
            if next.at > clock.now() { try await clock.sleep(next.at) }
            try await pacer.waitForTurn()
            sent += 1
            _ = try await context.requester.send(
                PlannedRequest(operation: .initiate, user: next.user, token: next.session.token, body: body)
            )
        }
    }
}
