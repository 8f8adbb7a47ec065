//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// One of a running job's lookup keys is lost.
struct LostLookup: FaultPackage {
    let role: StoredKey.Role
    let needs = [WorkloadNeed.storeChanges]

    func prepare(_ scene: FaultScene) async throws -> [FaultTarget] { try await scene.start().map { [$0] } ?? [] }

    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets { try await scene.faults.deleteLookups([role], scene.name, target.id) }
    }

    func conclude(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets {
            try await scene.poll(target, every: FaultScene.hurry)
            try await scene.finish(target)
        }
    }
}

/// All lookup keys of a running job are lost.
struct LostLookups: FaultPackage {
    let needs = [WorkloadNeed.storeChanges]

    func prepare(_ scene: FaultScene) async throws -> [FaultTarget] { try await scene.start().map { [$0] } ?? [] }

    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets { try await scene.faults.deleteLookups(StoredKey.Role.lookups, scene.name, target.id) }
    }

    func conclude(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets {
            let polls = try await scene.poll(target, every: FaultScene.hurry)
            // A worker that remembers the job looks nothing up: another one restores the keys, or the next write does.
            let first = target.initiation.outcome.response?.worker
            let others = polls.compactMap { $0.outcome.response?.worker }.filter { $0 != first }
            if first == nil || others.isEmpty { _ = try await scene.pollToTheEnd(target) }
            await scene.watch?.sample(.recovered, scene.name, target.id)
            try await scene.finish(target)
        }
    }
}

/// All lookup keys of a job are lost in a store that is full of foreign keys: while the job runs, and once more when no
/// write of a worker can restore the keys before it is searched for.
struct LostLookupsInACrowd: FaultPackage {
    let needs = [WorkloadNeed.storeChanges]

    func prepare(_ scene: FaultScene) async throws -> [FaultTarget] {
        try await scene.faults.addForeignKeys(scene.context.plan.store.foreignKeys, scene.name)
        return try await scene.start().map { [$0] } ?? []
    }

    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets { try await scene.faults.deleteLookups(StoredKey.Role.lookups, scene.name, target.id) }
    }

    func endure(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets {
            // At once, so that all workers are reached before a write restores the keys.
            try await scene.poll(target, every: FaultScene.hurry)
            if try await scene.pollToTheEnd(target) == .complete {
                try await inject([target], scene)
                try await scene.poll(target, every: FaultScene.hurry)
            }
            try await scene.finish(target)
        }
    }
}

/// All lookup keys of a job are lost after its end, so that no write of a worker restores them: polls of another user
/// must not restore them either, and the owner's polls have to restore all.
struct LostLookupsAfterTheEnd: FaultPackage {
    let needs = [WorkloadNeed.storeChanges]

    func prepare(_ scene: FaultScene) async throws -> [FaultTarget] {
        // Few workers get to know the job, so that the others have to search for it.
        guard let target = try await scene.start(staysOnConnections: true) else { return [] }
        _ = try await scene.pollToTheEnd(target)
        return [target]
    }

    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        for target in targets { try await scene.faults.deleteLookups(StoredKey.Role.lookups, scene.name, target.id) }
    }

    func conclude(_ targets: [FaultTarget], _ scene: FaultScene) async throws {
        let polls = scene.context.plan.recovery.polls
        for target in targets {
            if let second = scene.context.second {
                for _ in 0..<polls { try await poll(target, as: second, scene) }
                await scene.watch?.sample(.recovered, scene.name, target.id)
            }
            try await loseUntilSearchedFor(target, scene)
            for _ in 0..<polls { _ = try await target.anew.poll(target.id) }
            await scene.watch?.sample(.recovered, scene.name, target.id)
            try await target.anew.lookOnce(target.id)
        }
    }

    /// Polls until the first poll after a loss is answered by a worker that cannot remember the job.
    ///
    /// A worker that remembers it may restore the keys without a search, and then no worker has to search: so they are
    /// lost once more.
    private func loseUntilSearchedFor(_ target: FaultTarget, _ scene: FaultScene) async throws {
        guard let first = target.initiation.outcome.response?.worker else { return }
        for _ in 0..<scene.context.plan.recovery.polls {
            guard try await target.anew.poll(target.id).outcome.response?.worker == first else { return }
            try await scene.faults.deleteLookups(StoredKey.Role.lookups, scene.name, target.id, again: true)
        }
    }

    private func poll(_ target: FaultTarget, as stranger: Session, _ scene: FaultScene) async throws {
        _ = try await scene.context.requester.send(
            PlannedRequest(
                operation: .status,
                intent: .foreignID,
                job: target.name,
                jobID: target.id,
                user: .second,
                token: stranger.token
            )
        )
    }
}
