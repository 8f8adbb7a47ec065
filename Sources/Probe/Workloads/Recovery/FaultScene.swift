//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The means of one fault package: the run, the injection, and the jobs and polls that faults have in common.
struct FaultScene: Sendable {
    /// The time between polls where all workers are to be reached before the job writes again.
    static let hurry = Duration.milliseconds(20)

    let context: RunContext
    /// The number of the fault in the run, counted from 1.
    let number: Int
    let faults: FaultInjection
    /// The watch on the store; absent without access to it.
    let watch: StoreWatch?

    init(_ context: RunContext, number: Int) {
        self.context = context
        self.number = number
        faults = FaultInjection(context)
        watch = context.storeWatch
    }

    /// The plan's name for the job that the fault hits.
    var name: String { "recovery-\(number)" }

    private var plan: Plan { context.plan }

    /// Starts a separate job for the fault.
    ///
    /// - Parameters:
    ///   - ordinal: The number of the job, counted from 1, where the fault hits several.
    ///   - staysOnConnections: True if few workers are to get to know the job.
    /// - Returns: The job; `nil` when it was not accepted.
    /// - Throws: `CancellationError` when the run ends meanwhile.
    func start(_ ordinal: Int? = nil, staysOnConnections: Bool = false) async throws -> FaultTarget? {
        let bodies = plan.jobs.bodies
        let body = bodies[(number + (ordinal ?? 0)) % bodies.count]
        let name = ordinal.map { "\(self.name)-\($0)" } ?? self.name
        var driver = context.driver(name, body: context.fresh(body))
        driver.intent = .recovery
        driver.staysOnConnections = staysOnConnections
        let initiation = try await driver.initiate()
        return driver.acceptedID(initiation).map { FaultTarget(driver: driver, id: $0, initiation: initiation) }
    }

    /// Polls until a step is done, so that the fault hits a job that a worker runs.
    func waitUntilUnderWay(_ target: FaultTarget) async throws {
        let plan = self.plan.jobs
        var pacer = Pacer(clock: context.clock, interval: plan.pollInterval / 2)
        for _ in 0..<plan.maximumPolls {
            try await pacer.waitForTurn()
            let parsed = try await target.driver.poll(target.id).outcome.response?.parsed
            if parsed?.progress?.completed ?? 0 > 0 || parsed?.state?.isFinal == true { return }
            let waited = context.clock.now() - target.initiation.received
            if waited > plan.budget { return }
        }
    }

    /// Sends polls when they are due, whether or not those before were answered: a worker that hangs holds none up.
    ///
    /// - Parameters:
    ///   - target: The job.
    ///   - interval: The time from one to the next; by default the plan's.
    ///   - goesOn: Tells that more polls are wanted than those that reach every worker.
    /// - Returns: The polls.
    /// - Throws: `CancellationError` when the run ends before they do.
    @discardableResult func poll(
        _ target: FaultTarget,
        every interval: Duration? = nil,
        while goesOn: () -> Bool = { false }
    ) async throws -> [Event] {
        let count = self.plan.recovery.polls
        return try await withThrowingTaskGroup(of: Event.self) { group in
            var pacer = Pacer(clock: self.context.clock, interval: interval ?? self.plan.jobs.pollInterval)
            var sent = 0
            while sent < count || goesOn() {
                try await pacer.waitForTurn()
                group.addTask { try await target.driver.poll(target.id) }
                sent += 1
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Polls to the job's end; the time budget begins anew, since a fault came between.
    func pollToTheEnd(_ target: FaultTarget) async throws -> JobState? {
        try await target.driver.pollUntilFinal(
            target.id,
            initiation: target.initiation,
            pollURL: nil,
            since: context.clock.now()
        )
    }

    /// Follows the job to its end; where there is none in time, the last poll is sent when the time is over.
    func finish(_ target: FaultTarget) async throws {
        let state = try await pollToTheEnd(target)
        if state == .complete {
            try await target.anew.lookOnce(target.id)
        } else if state == nil {
            _ = try await target.driver.poll(target.id)
        }
    }
}

/// A job that a fault is about to hit.
struct FaultTarget: Sendable {
    let driver: JobDriver
    let id: String
    let initiation: Event

    var name: String { driver.name }

    /// A driver for the job that polls on new connections.
    var anew: JobDriver {
        var driver = self.driver
        driver.staysOnConnections = false
        return driver
    }
}
