//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The store is restarted while a job runs.
struct RestartedStore: FaultPackage {
    let needs = [WorkloadNeed.command(.restartRedis)]

    func prepare(_ scene: FaultScene) async throws -> [FaultTarget] { try await scene.startUnderWay() }

    func observe(_ target: FaultTarget, _ scene: FaultScene, isOver: @escaping @Sendable () -> Bool) async throws {
        try await scene.poll(target)
    }

    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        try await scene.faults.run(.restartRedis, scene.name, targets.map(\.id))
    }

    func conclude(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets { try await scene.finish(target) }
    }
}

/// The store is away for a while as a job runs.
struct StoppedStore: FaultPackage {
    let needs = [WorkloadNeed.command(.stopRedis, .resumeRedis)]

    func prepare(_ scene: FaultScene) async throws -> [FaultTarget] { try await scene.startUnderWay() }

    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        try await scene.faults.run(.stopRedis, scene.name, targets.map(\.id))
    }

    func endure(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets { try await scene.poll(target) }
    }

    func conclude(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets { try await scene.finish(target) }
    }
}

extension FaultScene {
    /// Starts a job and waits until a worker runs it.
    fileprivate func startUnderWay() async throws -> [FaultTarget] {
        guard let target = try await start() else { return [] }
        try await waitUntilUnderWay(target)
        return [target]
    }
}
