//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The runner that performs a plan on a deployment and returns its history.
///
/// Every request is sent once and recorded, without retries: a retry could hide the defect that the run looks for.
public struct Runner: Sendable {
    /// The deployment, profile, plan and credentials of a run.
    public struct Assignment: Sendable {
        /// The deployment.
        public var target: Target
        /// The profile of the deployment's API.
        public var profile: Profile
        /// The plan.
        public var plan: Plan
        /// The first user's credentials; `nil` for a deployment without authentication.
        public var first: Credentials?
        /// The second user's credentials; `nil` when there is none.
        public var second: Credentials?
        /// The access that the deployment's operator granted.
        public var access: OperatorAccess
        /// The seed of all random numbers.
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

    private let assignment: Assignment
    private let clock: RunClock
    private let recorder: EventRecorder
    private let listener: (any RunListener)?
    private let decision: (any PollingDecision)?
    private let requester: Requester

    /// Creates a runner, which runs once.
    ///
    /// - Parameters:
    ///   - assignment: The deployment, profile, plan and credentials.
    ///   - transport: The transport of requests.
    ///   - clock: The time, from the run's start.
    ///   - writer: The writer of the history, which gets events as they happen.
    ///   - listener: The listener to events as they happen.
    ///   - decision: The decision on the rates; without one only the plan's fixed part is performed.
    public init(
        _ assignment: Assignment,
        transport: any Transport,
        clock: RunClock = .continuous(),
        writer: HistoryWriter? = nil,
        listener: (any RunListener)? = nil,
        decision: (any PollingDecision)? = nil
    ) {
        var assignment = assignment
        assignment.plan = assignment.plan.fitted(to: assignment.profile)
        self.assignment = assignment
        self.clock = clock
        self.listener = listener
        self.decision = decision
        self.recorder = EventRecorder(clock: clock, writer: writer, listener: listener, decision: decision)
        self.requester = Requester(
            target: assignment.target,
            profile: assignment.profile,
            transport: transport,
            recorder: self.recorder,
            redactor: Redactor(),
            timeout: assignment.plan.requestTimeout
        )
    }

    /// Performs the plan.
    ///
    /// A cancelled run ends at once and returns its history so far, as `interrupted`.
    ///
    /// - Returns: The history, its events in the order of sending.
    /// - Throws: ``ProbeFailure`` when the deployment could not be tested.
    public func run() async throws -> History {
        try self.assignment.profile.requireParameters()
        self.listener?.runDidStart(plan: self.assignment.plan, target: self.assignment.target.description)
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
            // With two accounts of one user, its own jobs would look like leaks to another.
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
            store: self.assignment.plan.groups.contains("store") ? self.watch(first) : nil,
            // The budget starts here, so that the wait for a starting deployment is not part of it.
            end: self.clock.now() + Int64(seconds: self.assignment.plan.runBudget)
        )
    }

    private func watch(_ first: Session) -> StoreWatch? {
        self.assignment.access.store.map {
            StoreWatch(
                inspector: $0,
                plan: self.assignment.plan,
                clock: self.clock,
                recorder: self.recorder,
                userID: first.userID
            )
        }
    }

    private func performWithinBudget(_ context: RunContext) async -> History.Footer.Reason {
        await withTaskGroup(of: History.Footer.Reason.self) { group in
            group.addTask {
                do {
                    try await self.perform(context)
                    return .finished
                } catch {
                    return .interrupted
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

    private func perform(_ context: RunContext) async throws {
        let operatorProbes = OperatorProbes(context: context)
        if context.has("observability") { try await operatorProbes.readMetrics() }
        try await self.performSideBySide(context, operatorProbes)
        // Before any fault: a restarted worker counts from zero.
        if context.has("observability") { try await operatorProbes.readMetrics() }
        if context.has("recovery") {
            let faults = FaultInjection(
                clock: self.clock,
                recorder: self.recorder,
                redactor: self.requester.redactor,
                access: self.assignment.access,
                userID: context.first.userID
            )
            try await RecoveryProbes(context: context, faults: faults, watch: self.watch(context.first)).run()
        }
        await context.store?.takeCensus()
        if context.has("errors") { try await BurstProbe(context: context).run() }
    }

    private func performSideBySide(_ context: RunContext, _ operatorProbes: OperatorProbes) async throws {
        let isolation = self.isolation(first: context.first, second: context.second)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let offersUnknownIDs = self.assignment.profile.offers.contains(.unknownIDs)
            if offersUnknownIDs, context.has("status", "isolation") {
                let probes = UnknownIDProbes(
                    plan: context.plan,
                    clock: self.clock,
                    requester: self.requester,
                    session: context.first,
                    seed: self.assignment.seed
                )
                group.addTask { try await probes.run() }
            }
            group.addTask {
                let jobs = try await JobSeries(context: context, isolation: isolation).run()
                try await self.extendRates(jobs, context)
            }
            if context.has("initiate") { group.addTask { try await ConcurrentInitiations(context: context).run() } }
            if context.has("isolation") { group.addTask { try await operatorProbes.probeDiagnostics() } }
            group.addTask {
                let badInput = BadInputProbes(context: context)
                if context.has("errors") { try await badInput.run() }
                if offersUnknownIDs, context.has("errors", "isolation"), context.plan.isolationProbes > 0 {
                    try await HostileIDProbes(context: context).run()
                }
                if context.has("errors") { try await badInput.runAfterwards() }
            }
            try await group.waitForAll()
        }
    }

    /// Extends the run until the rates are decided, if there is a decision.
    private func extendRates(_ jobs: [FollowedJob], _ context: RunContext) async throws {
        guard let decision, context.has("rates") else { return }
        try await RateExtension(context: context, decision: decision).run(jobs)
    }

    private func isolation(first: Session, second: Session?) -> IsolationProbes? {
        guard self.assignment.plan.groups.contains("isolation") else { return nil }
        return IsolationProbes(
            plan: self.assignment.plan,
            clock: self.clock,
            requester: self.requester,
            first: first,
            second: second,
            seed: self.assignment.seed,
            tokenTurn: IsolationProbes.Turn()
        )
    }
}

// MARK: - Start and end of the history

extension Runner {
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
            )
        )
    }

    /// Records the lines of the deployment's logs that checks may need.
    private func keepLogs() async {
        let logs = self.assignment.access.logs
        guard !logs.isEmpty else { return }
        let requestIDs = await self.recorder.requestIDs()
        for log in logs {
            for var record in await log.records(requestIDs: requestIDs) {
                record.message = self.requester.redactor.redact(record.message)
                record.metadata = record.metadata.mapValues(self.requester.redactor.redact)
                await self.recorder.record(record)
            }
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
