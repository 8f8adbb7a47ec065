//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
public import ProbeHistory

/// A load test: arrivals at rates that rise by stages, until the deployment breaks or the highest rate holds.
///
/// Arrivals come when they are due, whether or not earlier ones were answered, and each request is timed from when it
/// was due: a deployment that stalls does not slow down those who measure it. Every answer is judged as it comes, and
/// forgotten.
public struct LoadTest: Sendable {
    /// The share of a user's quota that is used for jobs before the first stage.
    private static let quotaAtOnce = 2
    /// The number of threads that send requests.
    private static let lanes = 2
    /// The shortest sleep: at high rates several arrivals are sent after each.
    private static let shortestSleep = Duration.microseconds(500)
    private static let mostSignInsAtOnce = 8

    private let assignment: Runner.Assignment
    private let users: [Credentials]
    private let clock: RunClock
    private let requester: Requester
    private let maximumRate: Double
    private let tell: @Sendable (String) -> Void

    /// Creates a load test.
    ///
    /// - Parameters:
    ///   - assignment: The deployment, the plan, and the first user.
    ///   - users: Further users, whose jobs and requests are mixed.
    ///   - maximumRate: The highest rate, in arrivals per second; by default that of the plan.
    ///   - transport: The transport that requests are sent through.
    ///   - clock: The time, from the test's start.
    ///   - tell: Called with a line about each step, never concurrently.
    public init(
        _ assignment: Runner.Assignment,
        users: [Credentials] = [],
        maximumRate: Int? = nil,
        transport: any Transport,
        clock: RunClock = .continuous(),
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.assignment = assignment
        self.users = users
        self.clock = clock
        self.tell = tell
        let plan = assignment.plan.load.maximumRate
        self.maximumRate = Double(min(maximumRate ?? plan, plan))
        let redactor = Redactor()
        requester = Requester(
            target: assignment.target,
            profile: assignment.profile,
            transport: transport,
            recorder: EventRecorder(clock: clock, writer: nil, listener: nil, redactor: redactor),
            redactor: redactor,
            plan: assignment.plan,
            clock: clock,
            seed: assignment.seed
        )
    }

    /// The warning before a load test, in a line.
    public var warning: String {
        let load = assignment.plan.load
        return "This puts load on \(requester.redactor.redact(assignment.target.description)): up to"
            + " \(Int(maximumRate)) requests a second, for up to \(Int(assignment.plan.runBudget.inSeconds)) s, from"
            + " \(max(users.count, 1)) \(users.count > 1 ? "users" : "user"), who start up to"
            + " \(load.initiations) \(assignment.profile.nouns.job.many) a second. Ctrl-C ends it."
    }

    /// Performs the test.
    ///
    /// A cancelled test ends at once and returns what it saw, as `interrupted`.
    ///
    /// - Returns: The outcome.
    /// - Throws: ``ProbeFailure`` when the deployment could not be tested.
    public func run() async throws -> LoadOutcome {
        try assignment.profile.requireParameters()
        let sessions = try await signIn()
        let requests = LoadRequests(plan: assignment.plan, clock: clock, requester: requester, sessions: sessions)
        try await startJobs(requests, users: sessions.count)
        var search = LoadSearch(
            assignment.plan.load,
            maximumRate: maximumRate,
            LoadOutcome(
                tool: ProbeTool.name,
                target: requester.redactor.redact(assignment.target.description),
                plan: assignment.plan.name,
                startedAt: clock.startedAt,
                users: sessions.count
            )
        )
        let end = clock.now() + assignment.plan.runBudget
        while let stage = search.next() {
            guard clock.now() + .seconds(stage.seconds) <= end else {
                search.end(.budget)
                break
            }
            let (result, examples) = await perform(stage, requests, users: sessions.count)
            // What was called off says nothing.
            if Task.isCancelled {
                search.end(.interrupted)
                break
            }
            search.take(result, examples.map(redacted))
            tell(result.line)
        }
        return search.outcome
    }

    // MARK: - Before the stages

    private func signIn() async throws -> [Session] {
        let readiness = Readiness(requester: requester, clock: clock, listener: nil)
        let signIn = SignIn(requester: requester, readiness: readiness, seed: assignment.seed)
        guard let first = users.first else {
            return [try await signIn.session(for: assignment.first, user: .first)]
        }
        // One alone, so that a wrong address or a wrong profile is told once.
        var sessions = [try await signIn.session(for: first, user: .first)]
        var rest = users.dropFirst()[...]
        while !rest.isEmpty {
            let several = rest.prefix(Self.mostSignInsAtOnce)
            rest = rest.dropFirst(several.count)
            sessions += try await withThrowingTaskGroup(of: Session.self) { group in
                for user in several { group.addTask { try await signIn.session(for: user, user: .second) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        return sessions
    }

    /// Starts the jobs that the first polls are about.
    private func startJobs(_ requests: LoadRequests, users: Int) async throws {
        let plan = assignment.plan
        let count = max(1, min(plan.load.jobs, users * plan.rates.initiationsPerMinute / Self.quotaAtOnce))
        let stage = LoadStage(number: 0, purpose: .rising, offered: Double(count), seconds: 1)
        let meter = StageMeter(stage, plan: plan.load, begin: clock.now())
        for _ in 0..<count {
            try Task.checkCancellation()
            if meter.begins() { await requests.initiate(due: clock.now(), meter) }
        }
        guard requests.jobs.count == 0 else { return }
        let nouns = assignment.profile.nouns.job.many
        let reason = meter.result().examples.first.map { requester.redactor.redact("\($0.url): \($0.text)") }
        throw ProbeFailure(.badTarget, "no \(nouns) could be started: \(reason ?? "the rate limit refused them")")
    }

    // MARK: - A stage

    private func perform(
        _ stage: LoadStage,
        _ requests: LoadRequests,
        users: Int
    ) async -> (LoadStage, [LoadExample]) {
        let plan = assignment.plan
        // A moment, so that all lanes are there.
        let begin = clock.now() + .milliseconds(50)
        let meter = StageMeter(stage, plan: plan.load, begin: begin)
        let quota = Double(users * plan.rates.initiationsPerMinute) / 60 * 0.8
        let readEvery = plan.load.reads > 0 ? max(1, Int((1 / plan.load.reads).rounded())) : .max
        await withDiscardingTaskGroup { group in
            for lane in 0..<Self.lanes {
                group.addTask(executorPreference: requester.transport.nextExecutor()) {
                    await arrivals(stage, rate: stage.offered, from: lane, every: Self.lanes, begin, meter) {
                        number,
                        due in
                        if number % readEvery == readEvery - 1 {
                            await requests.read(due: due, meter)
                        } else {
                            await requests.poll(due: due, meter)
                        }
                    }
                }
            }
            group.addTask(executorPreference: requester.transport.nextExecutor()) {
                let rate = min(plan.load.initiations, quota)
                guard rate > 0 else { return }
                await arrivals(stage, rate: rate, from: 0, every: 1, begin, meter) { _, due in
                    await requests.initiate(due: due, meter)
                }
            }
        }
        return meter.result()
    }

    /// Sends every so-manieth request when it is due, whatever became of those before it, and waits for the answers.
    private func arrivals(
        _ stage: LoadStage,
        rate: Double,
        from first: Int,
        every step: Int,
        _ begin: Instant,
        _ meter: StageMeter,
        _ request: @escaping @Sendable (_ number: Int, _ due: Instant) async -> Void
    ) async {
        let end = begin + .seconds(stage.seconds)
        await withDiscardingTaskGroup { group in
            var number = first
            while true {
                let due = begin + .seconds(Double(number) / rate)
                guard due < end, !meter.isStopped, !Task.isCancelled else { return }
                let now = clock.now()
                if due > now {
                    try? await clock.sleep(max(due, now + Self.shortestSleep))
                    continue
                }
                if meter.begins() {
                    let current = number
                    group.addTask { await request(current, due) }
                }
                number += step
            }
        }
    }

    private func redacted(_ example: LoadExample) -> LoadExample {
        var example = example
        example.url = requester.redactor.redact(example.url)
        example.text = ReadingLimits.cut(requester.redactor.redact(example.text), to: ReadingLimits.message)
        example.worker = example.worker.map(requester.redactor.redact)
        return example
    }
}

extension LoadStage {
    /// The stage in a line of less than 100 columns.
    fileprivate var line: String {
        func milliseconds(_ seconds: Double) -> String { "\((seconds * 10_000).rounded() / 10) ms" }
        let ending =
            isLimitedByProber
            ? "the prober is the limit"
            : isStopped ? "stopped" : brokenBy.first.map { "broke: \($0.rawValue)" } ?? "holds"
        return "\(number). \(Int(offered.rounded()))/s: answered \(Int(achieved.rounded()))/s,"
            + " p50 \(milliseconds(pollLatency.p50)), p99 \(milliseconds(pollLatency.p99)),"
            + " wrong \(wrong.filter { $0.key != LoadTrouble.latency.rawValue }.values.reduce(0, +)); \(ending)"
    }
}
