//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Disturbs a deployment while a scan runs, one fault after the other, and polls on: no scan may be lost.
struct RecoveryProbes: Sendable {
    /// How many polls follow a fault where the plan does not say, and how many foreign keys fill the store.
    private static let polls = 12
    private static let foreignKeys = 1_000_000
    /// How long a worker is suspended, in seconds: longer than its claim on a scan, 10 s in the contract.
    private static let pause = 12.0
    /// The time from one poll to the next where all workers are to be met before the scan writes again, in seconds.
    private static let hurry = 0.02

    /// A scan that a fault is about to meet.
    private struct Subject: Sendable {
        let course: ScanCourse
        let id: String
        let initiation: Event
        var name: String { self.course.name }
    }

    let context: RunContext
    let faults: FaultInjection
    let watch: StoreWatch?

    private var polls: Int { self.context.plan.recoveryPolls ?? Self.polls }

    /// Performs what the access allows.
    func run() async throws {
        var number = 0
        for scenario in self.scenarios {
            try await self.context.allowance.leavingRoom.wait(for: .first)
            number += 1
            try await scenario("recovery-\(number)")
        }
    }

    private var scenarios: [@Sendable (String) async throws -> Void] {
        var scenarios: [@Sendable (String) async throws -> Void] = []
        if self.faults.access.mayChangeStore, let watch {
            scenarios += [
                { try await self.losesOneLookup(.lookup, $0) }, { try await self.losesOneLookup(.index, $0) },
                { try await self.losesAllLookups(watch, $0) }, self.losesAllLookupsInACrowd,
            ]
            if let second = self.context.second {
                scenarios.append { try await self.losesAllLookupsToAStranger(second, watch, $0) }
            }
        }
        for kind in [Fault.Kind.killWorker, .restartRedis, .stopWorker]
        where self.faults.access.faults[kind] != nil {
            scenarios.append { try await self.meets(kind, $0) }
        }
        if self.faults.access.faults[.stopRedis] != nil { scenarios.append(self.losesTheStore) }
        if self.faults.access.faults[.pauseWorker] != nil { scenarios.append(self.losesAWorkerForAWhile) }
        return scenarios
    }

    private func losesOneLookup(_ role: StoredKey.Role, _ name: String) async throws {
        guard let subject = try await self.start(name) else { return }
        await self.faults.deleteLookups([role], name, subject.id)
        _ = try await self.poll(subject, self.polls, every: Self.hurry)
        try await self.finish(subject)
    }

    private func losesAllLookups(_ watch: StoreWatch, _ name: String) async throws {
        guard let subject = try await self.start(name) else { return }
        await self.faults.deleteLookups(StoredKey.Role.lookups, name, subject.id)
        let polls = try await self.poll(subject, self.polls, every: Self.hurry)
        // A worker that remembers the scan has nothing to look up: another one restores the keys, or the next write does.
        let first = subject.initiation.outcome.answer?.worker
        let others = polls.compactMap { $0.outcome.answer?.worker }.filter { $0 != first }
        if first == nil || others.isEmpty { _ = try await self.pollToTheEnd(subject) }
        await watch.sample(.recovered, name, subject.id)
        try await self.finish(subject)
    }

    private func losesAllLookupsInACrowd(_ name: String) async throws {
        try await self.faults.withForeignKeys(self.context.plan.foreignKeys ?? Self.foreignKeys, name) {
            guard let subject = try await self.start(name) else { return }
            await self.faults.deleteLookups(StoredKey.Role.lookups, name, subject.id)
            _ = try await self.poll(subject, self.polls, every: Self.hurry)
            try await self.finish(subject)
        }
    }

    /// After the scan's end, so that no write of a worker's brings the keys back while the stranger asks.
    private func losesAllLookupsToAStranger(_ second: Session, _ watch: StoreWatch, _ name: String) async throws {
        guard let subject = try await self.start(name) else { return }
        _ = try await self.pollToTheEnd(subject)
        await self.faults.deleteLookups(StoredKey.Role.lookups, name, subject.id)
        for _ in 0..<self.polls {
            _ = try await self.context.requester.send(
                Errand(
                    operation: .status,
                    intent: .foreignID,
                    scan: name,
                    scanID: subject.id,
                    user: .second,
                    token: second.token
                )
            )
        }
        await watch.sample(.recovered, name, subject.id)
        _ = try await self.poll(subject, self.polls, every: Self.hurry)
        try await subject.course.lookOnce(subject.id)
    }

    private func meets(_ kind: Fault.Kind, _ name: String) async throws {
        guard let subject = try await self.start(name) else { return }
        try await self.waitUntilUnderWay(subject)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await self.poll(subject, self.polls, every: self.context.plan.pollInterval) }
            await self.faults.run(kind, name, subject.id)
            try await group.waitForAll()
        }
        try await self.finish(subject)
    }

    private func losesTheStore(_ name: String) async throws {
        guard let subject = try await self.start(name) else { return }
        try await self.waitUntilUnderWay(subject)
        try await self.faults.run(.stopRedis, until: .resumeRedis, name, subject.id) {
            _ = try await self.poll(subject, self.polls, every: self.context.plan.pollInterval)
        }
        try await self.finish(subject)
    }

    private func losesAWorkerForAWhile(_ name: String) async throws {
        guard let subject = try await self.start(name) else { return }
        try await self.waitUntilUnderWay(subject)
        try await self.faults.run(.pauseWorker, until: .resumeWorker, name, subject.id) {
            _ = try await self.poll(subject, self.polls, every: Self.pause / Double(self.polls))
            // The last poll is sent one interval before the pause is over.
            try await self.context.clock.sleep(
                self.context.clock.now() + Int64(seconds: Self.pause / Double(self.polls))
            )
        }
        _ = try await self.poll(subject, self.polls, every: self.context.plan.pollInterval)
        try await self.finish(subject)
    }
}

// MARK: - A scan's course

extension RecoveryProbes {
    private func start(_ name: String) async throws -> Subject? {
        let bodies = self.context.plan.bodies
        let number = Int(name.split(separator: "-").last ?? "") ?? 0
        let course = self.context.course(name, body: self.context.fresh(bodies[number % bodies.count]))
        let initiation = try await course.initiate()
        return course.acceptedID(initiation).map { Subject(course: course, id: $0, initiation: initiation) }
    }

    /// Polls until a step is done, so that the fault meets a scan that somebody runs.
    private func waitUntilUnderWay(_ subject: Subject) async throws {
        var pacer = Pacer(clock: self.context.clock, interval: self.context.plan.pollInterval / 2)
        for _ in 0..<self.polls {
            try await pacer.waitForTurn()
            let understood = try await subject.course.poll(subject.id).outcome.answer?.understood
            if understood?.progress?.completed ?? 0 > 0 || understood?.state?.isFinal == true { return }
        }
    }

    /// Sends polls when they are due, whether or not those before were answered: a worker that hangs holds none up.
    private func poll(_ subject: Subject, _ count: Int, every interval: Double) async throws -> [Event] {
        try await withThrowingTaskGroup(of: Event.self) { group in
            var pacer = Pacer(clock: self.context.clock, interval: interval)
            for _ in 0..<count {
                try await pacer.waitForTurn()
                group.addTask { try await subject.course.poll(subject.id) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func pollToTheEnd(_ subject: Subject) async throws -> ScanState? {
        try await subject.course.pollUntilFinal(subject.id, initiation: subject.initiation, pollURL: nil)
    }

    private func finish(_ subject: Subject) async throws {
        let state = try await self.pollToTheEnd(subject)
        if state == .complete { try await subject.course.lookOnce(subject.id) }
    }
}
