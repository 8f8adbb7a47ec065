//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A worker is killed or stopped, nobody knows which: so many jobs run meanwhile that none is idle.
struct EndedWorker: FaultPackage {
    let kind: Fault.Kind

    var needs: [WorkloadNeed] { [.command(kind)] }

    func prepare(_ scene: FaultScene) async throws -> [FaultTarget] { try await scene.startOnAllWorkers() }

    func observe(_ target: FaultTarget, _ scene: FaultScene, isOver: @escaping @Sendable () -> Bool) async throws {
        try await scene.watchRecovery(of: target, isOver: isOver)
    }

    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        try await scene.faults.run(kind, targets[0].name, targets.map(\.id))
    }
}

/// A worker is suspended for longer than its lease on a job, and then goes on.
struct SuspendedWorker: FaultPackage {
    /// The default time for which a worker is suspended: longer than its lease, 10 s in the contract.
    private static let pause = Duration.seconds(12)

    let needs = [WorkloadNeed.command(.pauseWorker, .resumeWorker)]

    func prepare(_ scene: FaultScene) async throws -> [FaultTarget] { try await scene.startOnAllWorkers() }

    func observe(_ target: FaultTarget, _ scene: FaultScene, isOver: @escaping @Sendable () -> Bool) async throws {
        try await scene.watchRecovery(of: target, isOver: isOver)
    }

    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        try await scene.faults.run(.pauseWorker, targets[0].name, targets.map(\.id))
    }

    func endure(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        let context = scene.context
        // Longer than the lease, a third of which may have been over when it was seen, and then some time for another
        // worker to take the job over and to write.
        let lease = await context.recorder.longestLease().map { $0 * 3 / 2 + .seconds(2) }
        let pause = context.plan.recovery.workerPause ?? lease ?? Self.pause
        try await context.clock.sleep(context.clock.now() + pause)
    }
}

extension FaultScene {
    /// The number of jobs that run when one of the workers is hit: the default without known workers, and the maximum.
    private static let workers = 4
    private static let mostJobs = 8

    /// One job more than there are workers, as far as responses name them.
    private var jobsForAllWorkers: Int {
        get async {
            let workers = await context.recorder.workers().count
            return min(
                (workers > 0 ? workers : Self.workers) + 1,
                Self.mostJobs,
                context.plan.jobs.bodies.count
            )
        }
    }

    /// Starts so many jobs that every worker has one, and waits until each of them is under way.
    ///
    /// Each job needs filters of its own, so that a plan of few bodies keeps few workers busy.
    fileprivate func startOnAllWorkers() async throws -> [FaultTarget] {
        var targets: [FaultTarget] = []
        let allowance = context.allowance.leavingRoom
        let count = min(await jobsForAllWorkers, allowance.perMinute)
        // The first one has its place: every package waits for one.
        try await allowance.waitForRoom(of: count - 1, for: .first)
        for ordinal in 1...count {
            if ordinal > 1 { try await allowance.wait(for: .first) }
            // With the filters of a job that runs, an initiation may join that one.
            guard let target = try await start(ordinal), !targets.contains(where: { $0.id == target.id }) else {
                continue
            }
            targets.append(target)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for target in targets {
                group.addTask {
                    try await waitUntilUnderWay(target)
                    // The worker that holds the job before the fault; afterwards it may be another one.
                    await watch?.sample(.running, target.name, target.id)
                }
            }
            try await group.waitForAll()
        }
        return targets
    }

    /// Polls a job until the fault is over and for some time after, and follows it to its end, with a look at the store.
    fileprivate func watchRecovery(
        of target: FaultTarget,
        isOver: @escaping @Sendable () -> Bool
    ) async throws {
        let polls = {
            try await poll(target, while: { !isOver() })
            // A worker that goes on when others have ended its job writes only now.
            try await poll(target)
            try await finish(target)
        }
        guard let watch else { return try await polls() }
        try await watch.watchRecovery(target.name, target.id, while: polls)
    }
}
