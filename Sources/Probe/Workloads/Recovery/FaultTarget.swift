//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// A job that a fault is about to hit.
struct FaultTarget: Sendable {
    let course: JobDriver
    let id: String
    let initiation: Event

    var name: String { self.course.name }

    /// A driver for the job that polls on new connections.
    var anew: JobDriver {
        var course = self.course
        course.staysOnConnections = false
        return course
    }
}

/// A flag for the end of a fault, so that the tasks that poll meanwhile can finish.
private final class FaultEnd: Sendable {
    private let isReached = Mutex(false)

    var isOver: Bool { self.isReached.withLock { $0 } }

    func reach() { self.isReached.withLock { $0 = true } }
}

extension RecoveryProbes {
    /// Starts a separate job for a fault.
    func start(_ name: String, staysOnConnections: Bool = false) async throws -> FaultTarget? {
        let bodies = self.context.plan.bodies
        let number = name.split(separator: "-").compactMap { Int($0) }.reduce(0, +)
        var course = self.context.course(name, body: self.context.fresh(bodies[number % bodies.count]))
        course.intent = .recovery
        course.staysOnConnections = staysOnConnections
        let initiation = try await course.initiate()
        return course.acceptedID(initiation).map { FaultTarget(course: course, id: $0, initiation: initiation) }
    }

    /// Starts jobs until every worker has one, lets a fault hit them, and follows all of them to their ends.
    ///
    /// Each job needs its own filters, so that a plan with few bodies keeps few workers busy.
    func withWorkersBusy(_ name: String, _ fault: ([FaultTarget]) async throws -> Void) async throws {
        var subjects: [FaultTarget] = []
        for number in 1...(await self.jobsForAllWorkers) {
            try await self.context.allowance.leavingRoom.wait(for: .first)
            // With the filters of a running job, an initiation may join that job.
            guard let subject = try await self.start("\(name)-\(number)"),
                !subjects.contains(where: { $0.id == subject.id })
            else { continue }
            subjects.append(subject)
        }
        guard !subjects.isEmpty else { return }
        try await self.forEach(subjects) { subject in
            try await self.waitUntilUnderWay(subject)
            // The snapshot shows the job's lease holder before the fault; afterwards it may be another worker.
            await self.watch?.sample(.running, subject.name, subject.id)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let end = FaultEnd()
            for subject in subjects {
                group.addTask {
                    try await self.watchingRecovery(of: subject) {
                        try await self.poll(subject, while: { !end.isOver })
                        // A worker that continues after others have ended its job writes only now.
                        try await self.poll(subject)
                        try await self.finish(subject)
                    }
                }
            }
            try await fault(subjects)
            end.reach()
            try await group.waitForAll()
        }
    }

    private func forEach(
        _ subjects: [FaultTarget],
        _ body: @escaping @Sendable (FaultTarget) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for subject in subjects { group.addTask { try await body(subject) } }
            try await group.waitForAll()
        }
    }

    private func watchingRecovery(of subject: FaultTarget, _ body: () async throws -> Void) async throws {
        guard let watch else { return try await body() }
        try await watch.watchRecovery(subject.name, subject.id, while: body)
    }

    /// Polls until a step is done, so that the fault hits a job that a worker runs.
    func waitUntilUnderWay(_ subject: FaultTarget) async throws {
        var pacer = Pacer(clock: self.context.clock, interval: self.context.plan.pollInterval / 2)
        for _ in 0..<self.context.plan.maximumPolls {
            try await pacer.waitForTurn()
            let parsed = try await subject.course.poll(subject.id).outcome.response?.parsed
            if parsed?.progress?.completed ?? 0 > 0 || parsed?.state?.isFinal == true { return }
            let waited = self.context.clock.now() - subject.initiation.received
            if waited > Int64(seconds: self.context.plan.jobBudget) { return }
        }
    }

    /// Sends polls when they are due, independent of earlier responses: a hanging worker delays none.
    ///
    /// - Parameters:
    ///   - subject: The job.
    ///   - count: The minimum number of polls; by default as many as reach every worker.
    ///   - interval: The time between polls; by default the plan's.
    ///   - goesOn: The condition for more polls.
    /// - Returns: The events of the polls.
    /// - Throws: `CancellationError` when the run ends before they do.
    @discardableResult func poll(
        _ subject: FaultTarget,
        _ count: Int? = nil,
        every interval: Double? = nil,
        while goesOn: () -> Bool = { false }
    ) async throws -> [Event] {
        try await withThrowingTaskGroup(of: Event.self) { group in
            var pacer = Pacer(clock: self.context.clock, interval: interval ?? self.context.plan.pollInterval)
            var sent = 0
            while sent < count ?? self.polls || goesOn() {
                try await pacer.waitForTurn()
                group.addTask { try await subject.course.poll(subject.id) }
                sent += 1
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Polls to the job's end; the budget begins anew after the fault.
    func pollToTheEnd(_ subject: FaultTarget) async throws -> JobState? {
        try await subject.course.pollUntilFinal(
            subject.id,
            initiation: subject.initiation,
            pollURL: nil,
            since: self.context.clock.now()
        )
    }

    /// Follows the job to its end; if there is none in time, the last poll is sent when the time is over.
    func finish(_ subject: FaultTarget) async throws {
        let state = try await self.pollToTheEnd(subject)
        if state == .complete {
            try await subject.anew.lookOnce(subject.id)
        } else if state == nil {
            _ = try await subject.course.poll(subject.id)
        }
    }
}
