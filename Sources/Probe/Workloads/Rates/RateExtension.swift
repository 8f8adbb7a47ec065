//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The extension of a run beyond the fixed part of its plan, until each rate is decided or the plan's limits are
/// reached.
///
/// Polls and reads alternate over the jobs, each on its own connection, so that every job has the same weight and every
/// request draws its worker anew. Further jobs are begun many at once, and each is polled at once.
struct RateExtension: Workload {
    /// The number of jobs that are begun at once, at most.
    static let flock = 20

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

    /// Begins further jobs, as many at once as the users' quotas allow, and polls each of them at once.
    ///
    /// Only the first poll after an initiation can tell a registration that races with the answer.
    func extendInitiations() async throws {
        let maximum = context.plan.rates.maximumInitiations
        var pacer = Pacer(clock: clock, interval: context.plan.jobs.pollInterval)
        let allowance = context.allowance
        let users = [(Event.User.first, context.first)] + (context.second.map { [(.second, $0)] } ?? [])
        let bodies = self.bodies
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
            let room = await allowance.room(for: next.user, upTo: min(RateExtension.flock, maximum - sent))
            let isLimited = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in sent..<sent + room {
                    let body = distinct(context.fresh(bodies[number % bodies.count]), number)
                    group.addTask { try await beginAndPoll(number + 1, body, next.user, next.session) }
                }
                return try await group.reduce(false) { $0 || $1 }
            }
            sent += room
            // The API has a limit of its own, which is no fault.
            guard !isLimited else { return }
        }
    }

    /// The bodies of further jobs: those with filters that leave little to do, if the plan has any.
    private var bodies: [String] {
        let bodies = context.plan.jobs.bodies
        let narrow = bodies.filter { JSONValue(parsing: $0)?["symbols"] != nil }
        return narrow.isEmpty ? bodies : narrow
    }

    /// A body with filters of its own, where the API has filters: equal ones might be answered with one job.
    private func distinct(_ body: String, _ number: Int) -> String {
        guard context.requester.profile.offers.contains(.filters),
            var members = JSONValue(parsing: body)?.object, let profit = JSONValue(parsing: "0.\(10_000 + number)")
        else { return body }
        members["min_profit_potential"] = profit
        return JSONValue.object(members).canonicalText
    }

    /// Begins a job and polls it at once.
    ///
    /// - Returns: True if the API refused the job for a limit.
    private func beginAndPoll(
        _ number: Int,
        _ body: String,
        _ user: Event.User,
        _ session: Session
    ) async throws -> Bool {
        var planned = PlannedRequest(
            operation: .initiate,
            intent: .flock,
            job: "flock-\(number)",
            user: user,
            token: session.token,
            body: body
        )
        let initiation = try await context.requester.send(planned).event
        guard let response = initiation.outcome.response,
            context.requester.profile.initiate.accepts.contains(response.status), let id = response.parsed?.jobID
        else { return initiation.outcome.response?.status == 429 }
        planned.operation = .status
        planned.intent = .course
        planned.jobID = id
        planned.body = nil
        var pacer = Pacer(clock: clock, interval: context.jobs.pollInterval)
        // One that is not found is asked about again, so that one that comes late is told from one that is lost.
        for _ in 0...Self.pollsOfTheMissing {
            try await pacer.waitForTurn()
            guard try await context.requester.send(planned).event.outcome.response?.parsed?.state == .notFound else {
                break
            }
        }
        return false
    }

    /// The maximum number of further polls of a job that its first poll did not find.
    private static let pollsOfTheMissing = 6
}
