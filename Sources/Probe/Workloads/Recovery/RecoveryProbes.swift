//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that injects one fault after the other while a job runs, and goes on polling: no job may be lost.
struct RecoveryProbes: Sendable {
    /// The default numbers of polls after a fault, and of foreign keys in the store.
    private static let polls = 12
    private static let foreignKeys = 1_000_000
    /// The default time for which a worker is suspended, in seconds: longer than its lease, 10 s in the contract.
    private static let pause = 12.0
    /// The number of jobs that run when one of the workers is hit: the default without known workers, and the maximum.
    private static let workers = 4
    private static let mostJobs = 8
    /// The time between polls where all workers are to be reached before the job writes again, in seconds.
    private static let hurry = 0.02

    let context: RunContext
    let faults: FaultInjection
    let watch: StoreWatch?

    var polls: Int { self.context.plan.recoveryPolls ?? Self.polls }

    /// Injects the faults that the access allows.
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
            scenarios.append { try await self.losesAllLookupsAfterItsEnd(watch, $0) }
        }
        let commands = self.faults.access.faults.kinds
        for kind in [Fault.Kind.killWorker, .stopWorker] where commands.contains(kind) {
            scenarios.append { try await self.losesAWorker(by: kind, $0) }
        }
        if commands.contains(.pauseWorker) { scenarios.append(self.losesAWorkerForAWhile) }
        if commands.contains(.restartRedis) { scenarios.append(self.meetsARestart) }
        if commands.contains(.stopRedis) { scenarios.append(self.losesTheStore) }
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
        let polls = try await self.loseAllLookups(of: subject, name)
        // A worker that remembers the job needs no lookup: another worker restores the keys, or the next write does.
        let first = subject.initiation.outcome.response?.worker
        let others = polls.compactMap { $0.outcome.response?.worker }.filter { $0 != first }
        if first == nil || others.isEmpty { _ = try await self.pollToTheEnd(subject) }
        await watch.sample(.recovered, name, subject.id)
        try await self.finish(subject)
    }

    /// Deletes the lookup keys and polls at once, so that all workers are reached before a write restores the keys.
    @discardableResult
    private func loseAllLookups(of subject: FaultTarget, _ name: String) async throws -> [Event] {
        await self.faults.deleteLookups(StoredKey.Role.lookups, name, subject.id)
        return try await self.poll(subject, self.polls, every: Self.hurry)
    }

    /// Deletes the keys while the job runs, and once more when no worker's write can restore them before the search.
    private func losesAllLookupsInACrowd(_ name: String) async throws {
        try await self.faults.withForeignKeys(self.context.plan.foreignKeys ?? Self.foreignKeys, name) {
            guard let subject = try await self.start(name) else { return }
            try await self.loseAllLookups(of: subject, name)
            if try await self.pollToTheEnd(subject) == .complete { try await self.loseAllLookups(of: subject, name) }
            try await self.finish(subject)
        }
    }

    /// Deletes the keys after the job's end, so that no worker's write restores them: another user's polls restore
    /// nothing, and the owner's polls restore everything.
    private func losesAllLookupsAfterItsEnd(_ watch: StoreWatch, _ name: String) async throws {
        // Few workers get to know the job, so that the others have to search for it.
        guard let subject = try await self.start(name, staysOnConnections: true) else { return }
        _ = try await self.pollToTheEnd(subject)
        await self.faults.deleteLookups(StoredKey.Role.lookups, name, subject.id)
        if let second = self.context.second {
            for _ in 0..<self.polls { try await self.pollAsAStranger(subject, second) }
            await watch.sample(.recovered, name, subject.id)
        }
        for _ in 0..<self.polls { _ = try await subject.anew.poll(subject.id) }
        await watch.sample(.recovered, name, subject.id)
        try await subject.anew.lookOnce(subject.id)
    }

    private func pollAsAStranger(_ subject: FaultTarget, _ stranger: Session) async throws {
        _ = try await self.context.requester.send(
            PlannedRequest(
                operation: .status,
                intent: .foreignID,
                job: subject.name,
                jobID: subject.id,
                user: .second,
                token: stranger.token
            )
        )
    }

    private func meetsARestart(_ name: String) async throws {
        guard let subject = try await self.start(name) else { return }
        try await self.waitUntilUnderWay(subject)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await self.poll(subject, self.polls, every: self.context.plan.pollInterval) }
            await self.faults.run(.restartRedis, name, [subject.id])
            try await group.waitForAll()
        }
        try await self.finish(subject)
    }

    private func losesTheStore(_ name: String) async throws {
        guard let subject = try await self.start(name) else { return }
        try await self.waitUntilUnderWay(subject)
        try await self.faults.run(.stopRedis, until: .resumeRedis, name, [subject.id]) {
            _ = try await self.poll(subject, self.polls, every: self.context.plan.pollInterval)
        }
        try await self.finish(subject)
    }
}

// MARK: - One worker of several

extension RecoveryProbes {
    /// The number of jobs for a fault: one more than the known workers.
    var jobsForAllWorkers: Int {
        get async {
            let workers = await self.context.recorder.workers().count
            return min((workers > 0 ? workers : Self.workers) + 1, Self.mostJobs, self.context.plan.bodies.count)
        }
    }

    /// Injects a fault into one unknown worker: the number of running jobs leaves no worker idle.
    private func losesAWorker(by kind: Fault.Kind, _ name: String) async throws {
        try await self.withWorkersBusy(name) { subjects in
            await self.faults.run(kind, subjects[0].name, subjects.map(\.id))
        }
    }

    private func losesAWorkerForAWhile(_ name: String) async throws {
        try await self.withWorkersBusy(name) { subjects in
            // Longer than the lease, which may have been sampled when a third of it was over, plus some time for
            // another worker to take the job over and to write.
            let lease = await self.context.recorder.longestLease().map { $0 * 1.5 + 2 }
            let pause = self.context.plan.workerPause ?? lease ?? Self.pause
            try await self.faults.run(.pauseWorker, until: .resumeWorker, subjects[0].name, subjects.map(\.id)) {
                try await self.context.clock.sleep(self.context.clock.now() + Int64(seconds: pause))
            }
        }
    }
}
