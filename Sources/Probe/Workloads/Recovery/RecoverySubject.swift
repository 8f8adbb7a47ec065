//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// A scan that a fault is about to meet.
struct RecoverySubject: Sendable {
    let course: ScanCourse
    let id: String
    let initiation: Event

    var name: String { self.course.name }

    /// The scan, asked about on new connections.
    var anew: ScanCourse {
        var course = self.course
        course.staysOnConnections = false
        return course
    }
}

/// Whether a fault is over, so that those who poll meanwhile can go on to the end.
private final class FaultEnd: Sendable {
    private let isReached = Mutex(false)

    var isOver: Bool { self.isReached.withLock { $0 } }

    func reach() { self.isReached.withLock { $0 = true } }
}

extension RecoveryProbes {
    /// Starts a scan of its own for a fault.
    func start(_ name: String, staysOnConnections: Bool = false) async throws -> RecoverySubject? {
        let bodies = self.context.plan.bodies
        let number = name.split(separator: "-").compactMap { Int($0) }.reduce(0, +)
        var course = self.context.course(name, body: self.context.fresh(bodies[number % bodies.count]))
        course.intent = .recovery
        course.staysOnConnections = staysOnConnections
        let initiation = try await course.initiate()
        return course.acceptedID(initiation).map { RecoverySubject(course: course, id: $0, initiation: initiation) }
    }

    /// Starts so many scans that every worker has one, lets a fault meet them, and follows all of them to their ends.
    ///
    /// Each scan needs filters of its own, so that a plan of few bodies keeps few workers busy.
    func withWorkersBusy(_ name: String, _ fault: ([RecoverySubject]) async throws -> Void) async throws {
        var subjects: [RecoverySubject] = []
        for number in 1...(await self.scansForAllWorkers) {
            try await self.context.allowance.leavingRoom.wait(for: .first)
            // With the filters of a scan that runs, an initiation may join that one.
            guard let subject = try await self.start("\(name)-\(number)"),
                !subjects.contains(where: { $0.id == subject.id })
            else { continue }
            subjects.append(subject)
        }
        guard !subjects.isEmpty else { return }
        try await self.forEach(subjects) { subject in
            try await self.waitUntilUnderWay(subject)
            // Who holds the scan before the fault; afterwards it may be somebody else.
            await self.watch?.sample(.running, subject.name, subject.id)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let end = FaultEnd()
            for subject in subjects {
                group.addTask {
                    try await self.watchingRecovery(of: subject) {
                        try await self.poll(subject, while: { !end.isOver })
                        // A worker that goes on when others have ended its scan writes only now.
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
        _ subjects: [RecoverySubject],
        _ body: @escaping @Sendable (RecoverySubject) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for subject in subjects { group.addTask { try await body(subject) } }
            try await group.waitForAll()
        }
    }

    private func watchingRecovery(of subject: RecoverySubject, _ body: () async throws -> Void) async throws {
        guard let watch else { return try await body() }
        try await watch.watchRecovery(subject.name, subject.id, while: body)
    }

    /// Polls until a step is done, so that the fault meets a scan that somebody runs.
    func waitUntilUnderWay(_ subject: RecoverySubject) async throws {
        var pacer = Pacer(clock: self.context.clock, interval: self.context.plan.pollInterval / 2)
        for _ in 0..<self.context.plan.maximumPolls {
            try await pacer.waitForTurn()
            let understood = try await subject.course.poll(subject.id).outcome.answer?.understood
            if understood?.progress?.completed ?? 0 > 0 || understood?.state?.isFinal == true { return }
            let waited = self.context.clock.now() - subject.initiation.received
            if waited > Int64(seconds: self.context.plan.scanBudget) { return }
        }
    }

    /// Sends polls when they are due, whether or not those before were answered: a worker that hangs holds none up.
    ///
    /// - Parameters:
    ///   - subject: The scan.
    ///   - count: How many polls there are at least; by default as many as reach every worker.
    ///   - interval: The time from one to the next; by default the plan's.
    ///   - goesOn: Whether there is a reason for more of them.
    /// - Returns: What came of them.
    /// - Throws: `CancellationError` when the run ends before they do.
    @discardableResult func poll(
        _ subject: RecoverySubject,
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

    /// Polls to the scan's end; the budget begins anew, since a fault came between.
    func pollToTheEnd(_ subject: RecoverySubject) async throws -> ScanState? {
        try await subject.course.pollUntilFinal(
            subject.id,
            initiation: subject.initiation,
            pollURL: nil,
            since: self.context.clock.now()
        )
    }

    /// Follows the scan to its end; where there is none in time, the last poll is sent when the time is over.
    func finish(_ subject: RecoverySubject) async throws {
        let state = try await self.pollToTheEnd(subject)
        if state == .complete {
            try await subject.anew.lookOnce(subject.id)
        } else if state == nil {
            _ = try await subject.course.poll(subject.id)
        }
    }
}
