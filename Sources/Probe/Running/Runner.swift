//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// Performs a plan on a deployment and returns the history of it.
///
/// Every request is sent once and kept, whatever came of it: a prober that tries again until the answer is right would
/// hide the very defect it looks for.
public struct Runner: Sendable {
    /// What a run does, to whom, and in whose name.
    public struct Assignment: Sendable {
        /// The deployment.
        public var target: Target
        /// How it is spoken to.
        public var profile: Profile
        /// What is done.
        public var plan: Plan
        /// How the first user is let in; `nil` for a deployment that lets in everybody.
        public var first: Credentials?
        /// How the second user is let in; `nil` when there is none.
        public var second: Credentials?
        /// The seed of everything that is random.
        public var seed: UInt64

        /// Creates an assignment.
        public init(
            target: Target,
            profile: Profile,
            plan: Plan,
            first: Credentials? = nil,
            second: Credentials? = nil,
            seed: UInt64
        ) {
            self.target = target
            self.profile = profile
            self.plan = plan
            self.first = first
            self.second = second
            self.seed = seed
        }
    }

    private let assignment: Assignment
    private let clock: RunClock
    private let ledger: Ledger
    private let listener: (any RunListener)?
    private let decision: (any PollingDecision)?
    private let requester: Requester

    /// Creates a runner, which runs once.
    ///
    /// - Parameters:
    ///   - assignment: What to do.
    ///   - transport: What requests are sent through.
    ///   - clock: The time, from the run's start.
    ///   - writer: Where events are written as they happen.
    ///   - listener: Who is told of events as they happen.
    ///   - decision: Who tells when the rates are decided; without one the plan's fixed part is all that is done.
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
        self.ledger = Ledger(clock: clock, writer: writer, listener: listener, decision: decision)
        self.requester = Requester(
            target: assignment.target,
            profile: assignment.profile,
            transport: transport,
            ledger: self.ledger,
            redactor: Redactor(),
            timeout: assignment.plan.requestTimeout
        )
    }

    /// Performs the plan.
    ///
    /// A cancelled run ends at once and returns what it saw, as `interrupted`.
    ///
    /// - Returns: The history, its events in the order of sending.
    /// - Throws: ``ProbeFailure`` when the deployment could not be tested.
    public func run() async throws -> History {
        try self.assignment.profile.requireParameters()
        self.listener?.runDidStart(plan: self.assignment.plan, target: self.assignment.target.description)
        var header = self.header(first: nil, hasSecond: false)
        let reason: History.Footer.Reason
        do {
            let (first, second) = try await self.signIn()
            header = self.header(first: first, hasSecond: second != nil)
            await self.ledger.open(header)
            reason = await self.performWithinBudget(first: first, second: second)
        } catch {
            // What was seen of a login that failed is worth keeping.
            await self.ledger.open(header)
            _ = try? await self.ledger.close(self.footer(.interrupted))
            throw error
        }
        let history = try await self.close(header, reason)
        try Reachability.check(history, target: self.assignment.target, profile: self.assignment.profile)
        return history
    }

    private func signIn() async throws -> (first: Session, second: Session?) {
        let readiness = Readiness(requester: self.requester, clock: self.clock, listener: self.listener)
        let signIn = SignIn(requester: self.requester, readiness: readiness, seed: self.assignment.seed)
        let first = try await signIn.session(for: self.assignment.first, user: .first)
        guard let credentials = self.assignment.second else { return (first, nil) }
        let second = try await signIn.session(for: credentials, user: .second)
        // One user's own scans would look like leaks to another.
        guard first.token != second.token || first.token == nil, first.userID != second.userID || first.userID == nil
        else {
            throw ProbeFailure(.badCredentials, "the two users are the same: give a second one, or none")
        }
        return (first, second)
    }

    private func performWithinBudget(first: Session, second: Session?) async -> History.Footer.Reason {
        await withTaskGroup(of: History.Footer.Reason.self) { group in
            group.addTask {
                do {
                    try await self.perform(first: first, second: second)
                    return .finished
                } catch {
                    return .interrupted
                }
            }
            group.addTask {
                // From here, so that waiting for a deployment to start takes nothing from the run.
                let end = self.clock.now() + Int64(seconds: self.assignment.plan.runBudget)
                do { try await self.clock.sleep(end) } catch { return .interrupted }
                return .budget
            }
            let reason = await group.next() ?? .finished
            group.cancelAll()
            return reason
        }
    }

    private func perform(first: Session, second: Session?) async throws {
        let plan = self.assignment.plan
        let isolation = self.isolation(first: first, second: second)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let offersUnknownIDs = self.assignment.profile.offers.contains(.unknownIDs)
            if offersUnknownIDs, plan.groups.contains("status") || plan.groups.contains("isolation") {
                let probes = UnknownIDProbes(
                    plan: plan,
                    clock: self.clock,
                    requester: self.requester,
                    session: first,
                    seed: self.assignment.seed
                )
                group.addTask { try await probes.run() }
            }
            group.addTask {
                let scans = try await self.performScans(session: first, isolation: isolation)
                try await self.extendRates(scans, first: first, second: second)
            }
            try await group.waitForAll()
        }
    }

    /// Goes on until the rates are decided, if somebody tells when they are.
    private func extendRates(_ scans: [FollowedScan], first: Session, second: Session?) async throws {
        guard let decision, self.assignment.plan.groups.contains("rates") else { return }
        let rates = RateExtension(
            plan: self.assignment.plan,
            clock: self.clock,
            ledger: self.ledger,
            requester: self.requester,
            decision: decision,
            first: first,
            second: second
        )
        try await rates.run(scans)
    }

    private func performScans(session: Session, isolation: IsolationProbes?) async throws -> [FollowedScan] {
        let plan = self.assignment.plan
        return try await withThrowingTaskGroup(of: FollowedScan?.self) { group in
            var scans: [FollowedScan?] = []
            for index in 0..<plan.scans {
                if index >= plan.concurrentScans { scans.append(try await group.next() ?? nil) }
                let course = ScanCourse(
                    name: "scan-\(index + 1)",
                    body: plan.bodies[index % plan.bodies.count],
                    plan: plan,
                    clock: self.clock,
                    requester: self.requester,
                    session: session,
                    isolation: isolation
                )
                group.addTask { try await course.run() }
            }
            for try await scan in group { scans.append(scan) }
            return scans.compactMap(\.self)
        }
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

// MARK: - The history's ends

extension Runner {
    private func header(first: Session?, hasSecond: Bool) -> History.Header {
        History.Header(
            tool: ProbeTool.name,
            target: self.assignment.target.description,
            profile: self.assignment.profile.name,
            plan: self.assignment.plan,
            seed: self.assignment.seed,
            startedAt: self.clock.startedAt,
            access: History.Access(
                userID: first?.userID,
                hasSecondUser: hasSecond,
                usesTokens: first?.token != nil,
                offers: self.assignment.profile.offers
            )
        )
    }

    private func footer(_ reason: History.Footer.Reason) -> History.Footer {
        History.Footer(reason: reason, durationSeconds: Double(self.clock.now()) / 1e9)
    }

    private func close(_ header: History.Header, _ reason: History.Footer.Reason) async throws -> History {
        let footer = self.footer(reason)
        do {
            return History(header: header, events: try await self.ledger.close(footer), footer: footer)
        } catch {
            throw ProbeFailure(.output, "the history cannot be written: is the disk full or the folder gone?")
        }
    }
}
