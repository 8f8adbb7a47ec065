//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
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
        self.learnSecrets()
        do {
            return try await self.runRedacted()
        } catch let failure as ProbeFailure {
            // A failure names addresses, some of which an answer gave.
            throw ProbeFailure(failure.code, self.requester.redactor.redact(failure.message))
        }
    }

    /// Learns every secret that the user gave, before anything is said to anybody.
    private func learnSecrets() {
        let redactor = self.requester.redactor
        for credentials in [self.assignment.first, self.assignment.second, self.assignment.access.admin] {
            switch credentials {
            case .token(let token): redactor.learn(token)
            case .password(_, let password): redactor.learn(password: password)
            case nil: break
            }
        }
        for endpoint in self.assignment.profile.endpoints {
            for (name, value) in endpoint.headers where Redactor.namesSecret(name) { redactor.learn(value) }
        }
        for secret in self.assignment.access.secrets { redactor.learn(secret) }
    }

    private func runRedacted() async throws -> History {
        try self.assignment.profile.requireParameters()
        self.listener?.runDidStart(
            plan: self.assignment.plan,
            target: self.requester.redactor.redact(self.assignment.target.description)
        )
        var header = self.header(nil)
        let reason: History.Footer.Reason
        do {
            let context = try await self.signIn()
            header = self.header(context)
            await self.recorder.open(header)
            reason = await self.performWithinBudget(context)
        } catch {
            // The events of a failed login are worth keeping.
            await self.recorder.open(header)
            _ = try? await self.recorder.close(header, self.footer(.interrupted))
            throw error
        }
        await self.keepLogs()
        let history = try await self.close(header, reason)
        try Reachability.check(history, target: self.assignment.target, profile: self.assignment.profile)
        return history
    }

    private func signIn() async throws -> RunContext {
        let readiness = Readiness(requester: self.requester, clock: self.clock, listener: self.listener)
        let signIn = SignIn(requester: self.requester, readiness: readiness, seed: self.assignment.seed)
        let first = try await signIn.session(for: self.assignment.first, user: .first)
        var second: Session?
        if let credentials = self.assignment.second {
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
        if let credentials = self.assignment.access.admin {
            admin = try await signIn.session(for: credentials, user: .admin)
        }
        return RunContext(
            plan: self.assignment.plan,
            clock: self.clock,
            requester: self.requester,
            seed: self.assignment.seed,
            first: first,
            second: second,
            admin: admin,
            access: self.assignment.access,
            decision: self.decision,
            // From here, so that waiting for a deployment to start takes nothing from the run.
            end: self.clock.now() + self.assignment.plan.runBudget.nanoseconds
        )
    }

    private func performWithinBudget(_ context: RunContext) async -> History.Footer.Reason {
        let schedule = Schedule(self.workloads, under: context.conditions)
        var accompanied = context
        accompanied.companions = schedule.companions
        let complete = accompanied
        return await withTaskGroup(of: History.Footer.Reason.self) { group in
            group.addTask {
                do {
                    try await schedule.run(complete)
                    return .finished
                } catch {
                    return await self.recorder.isFull ? .budget : .interrupted
                }
            }
            group.addTask {
                do { try await self.clock.sleep(context.end) } catch { return .interrupted }
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
        let access = self.assignment.access
        return History.Header(
            tool: ProbeTool.name,
            target: self.assignment.target.description,
            profile: self.assignment.profile.name,
            plan: self.assignment.plan,
            seed: self.assignment.seed,
            startedAt: self.clock.startedAt,
            access: History.Access(
                userID: context?.first.userID,
                hasSecondUser: context?.second != nil,
                hasAdmin: context?.admin != nil,
                usesTokens: context?.first.token != nil,
                offers: self.assignment.profile.offers,
                hasStore: access.store != nil,
                mayChangeStore: access.store != nil && access.mayChangeStore,
                faults: access.faults.kinds,
                hasLogs: !access.logs.isEmpty
            ),
            nouns: self.assignment.profile.nouns
        )
    }

    /// Keeps the lines of the deployment's logs that checks may need.
    private func keepLogs() async {
        let logs = self.assignment.access.logs
        guard !logs.isEmpty else { return }
        let requestIDs = await self.recorder.requestIDs()
        for log in logs {
            for record in await log.records(requestIDs: requestIDs) { await self.recorder.record(record) }
        }
    }

    private func footer(_ reason: History.Footer.Reason) -> History.Footer {
        History.Footer(reason: reason, durationSeconds: Double(self.clock.now()) / 1e9)
    }

    private func close(_ header: History.Header, _ reason: History.Footer.Reason) async throws -> History {
        let footer = self.footer(reason)
        do {
            return try await self.recorder.close(header, footer)
        } catch {
            throw ProbeFailure(.output, "the history cannot be written: is the disk full or the folder gone?")
        }
    }
}
