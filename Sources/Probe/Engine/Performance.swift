//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The one run of a runner: signs in, performs the schedule, and closes the history.
struct Performance: Sendable {
    let assignment: Runner.Assignment
    let workloads: [any Workload]
    let clock: RunClock
    let recorder: EventRecorder
    let listener: (any RunListener)?
    let decision: (any PollingDecision)?
    let requester: Requester

    func run() async throws -> History {
        learnSecrets()
        do {
            return try await runRedacted()
        } catch let failure as ProbeFailure {
            // A failure names addresses, some of which an answer gave.
            throw ProbeFailure(failure.code, requester.redactor.redact(failure.message))
        }
    }

    /// Learns every secret that the user gave, before anything is said to anybody.
    private func learnSecrets() {
        let redactor = requester.redactor
        for credentials in [assignment.first, assignment.second, assignment.access.admin] {
            switch credentials {
            case .token(let token): redactor.learn(token)
            case .password(_, let password): redactor.learn(password: password)
            case nil: break
            }
        }
        for endpoint in assignment.profile.endpoints {
            for (name, value) in endpoint.headers where Redactor.namesSecret(name) { redactor.learn(value) }
        }
        for secret in assignment.access.secrets { redactor.learn(secret) }
    }

    private func runRedacted() async throws -> History {
        try assignment.profile.requireParameters()
        listener?.runDidStart(
            plan: assignment.plan,
            target: requester.redactor.redact(assignment.target.description)
        )
        var header = self.header(nil)
        let reason: History.Footer.Reason
        var mistake: ProbeFailure?
        do {
            let context = try await signIn()
            header = self.header(context)
            await recorder.open(header)
            reason = await performWithinBudget(context)
            mistake = try? await Retracing(requester: requester, token: context.first.token).mistake()
        } catch {
            // The events of a failed login are worth keeping.
            await recorder.open(header)
            _ = try? await recorder.close(header, footer(.interrupted))
            throw error
        }
        await keepLogs()
        let history = try await close(header, reason)
        // First, since without what the calls before it named an initiation goes nowhere.
        try Misreading(history, profile: assignment.profile).check()
        try Reachability.check(history, target: assignment.target, profile: assignment.profile)
        if let mistake { throw mistake }
        return history
    }

    private func signIn() async throws -> RunContext {
        let readiness = Readiness(requester: requester, clock: clock, listener: listener)
        let signIn = SignIn(requester: requester, readiness: readiness, seed: assignment.seed)
        let first = try await signIn.session(for: assignment.first, user: .first)
        var second: Session?
        if let credentials = assignment.second {
            let session = try await signIn.session(for: credentials, user: .second)
            // One user's own jobs would look like leaks to another.
            guard first.token != session.token || first.token == nil,
                first.userID != session.userID || first.userID == nil
            else {
                throw ProbeFailure(.badCredentials, "the two users are the same: give a second one, or none")
            }
            second = session
        }
        var admin: Session?
        if let credentials = assignment.access.admin {
            admin = try await signIn.session(for: credentials, user: .admin)
        }
        return RunContext(
            plan: assignment.plan,
            jobs: assignment.plan.jobs,
            clock: clock,
            requester: requester,
            seed: assignment.seed,
            first: first,
            second: second,
            admin: admin,
            access: assignment.access,
            decision: decision,
            // From here, so that waiting for a deployment to start takes nothing from the run.
            end: clock.now() + assignment.plan.runBudget
        )
    }

    private func performWithinBudget(_ context: RunContext) async -> History.Footer.Reason {
        let schedule = Schedule(workloads, under: context.conditions)
        var accompanied = context
        accompanied.companions = schedule.companions
        let complete = accompanied
        return await withTaskGroup(of: History.Footer.Reason.self) { group in
            group.addTask {
                do {
                    try await schedule.run(complete)
                    return .finished
                } catch {
                    return recorder.isFull ? .budget : .interrupted
                }
            }
            group.addTask {
                do { try await clock.sleep(context.end) } catch { return .interrupted }
                return .budget
            }
            let reason = await group.next() ?? .finished
            group.cancelAll()
            return reason
        }
    }
}

// MARK: - The history's ends

extension Performance {
    private func header(_ context: RunContext?) -> History.Header {
        let access = assignment.access
        return History.Header(
            tool: ProbeTool.name,
            target: assignment.target.description,
            profile: assignment.profile.name,
            plan: assignment.plan,
            seed: assignment.seed,
            startedAt: clock.startedAt,
            access: History.Access(
                userID: context?.first.userID,
                hasSecondUser: context?.second != nil,
                hasAdmin: context?.admin != nil,
                usesTokens: context?.first.token != nil,
                offers: assignment.profile.offers,
                hasStore: access.store != nil,
                mayChangeStore: access.store != nil && access.mayChangeStore,
                faults: access.faults.kinds,
                hasLogs: !access.logs.isEmpty,
                expectedWorkers: access.expectedWorkers,
                replicas: access.replicas.map(\.description),
                refusals: assignment.profile.access.refused
            ),
            nouns: assignment.profile.nouns
        )
    }

    /// Keeps the lines of the deployment's logs that checks may need.
    private func keepLogs() async {
        let logs = assignment.access.logs
        guard !logs.isEmpty else { return }
        let requestIDs = await recorder.requestIDs()
        for log in logs {
            for record in await log.records(requestIDs: requestIDs) { await recorder.record(record) }
        }
    }

    private func footer(_ reason: History.Footer.Reason) -> History.Footer {
        History.Footer(reason: reason, durationSeconds: clock.now().seconds)
    }

    private func close(_ header: History.Header, _ reason: History.Footer.Reason) async throws -> History {
        let footer = self.footer(reason)
        do {
            return try await recorder.close(header, footer)
        } catch {
            throw ProbeFailure(.output, "the history cannot be written: is the disk full or the folder gone?")
        }
    }
}
