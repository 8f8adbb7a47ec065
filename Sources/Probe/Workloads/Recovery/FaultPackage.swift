//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// A fault with all that belongs to it: the jobs that it hits, its injection, its undo, and the evidence of recovery.
///
/// The parts are performed in the order of their declaration. A job that cannot be started leaves out the rest.
protocol FaultPackage: Sendable {
    /// The conditions without which the fault is left out.
    var needs: [WorkloadNeed] { get }

    /// Starts the jobs that the fault is to hit, and brings them into the state in which it is to hit them.
    func prepare(_ scene: FaultScene) async throws -> [FaultTarget]
    /// Gathers evidence of each job beside all that follows, as long as the fault is not over and for some time after.
    func observe(_ target: FaultTarget, _ scene: FaultScene, isOver: @escaping @Sendable () -> Bool) async throws
    /// Injects the fault.
    func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws
    /// Gathers evidence while the fault lasts.
    func endure(_ targets: [FaultTarget], _ scene: FaultScene) async throws
    /// Undoes the fault; called also when the run was cancelled or its budget is over, and more than once.
    func undo(_ scene: FaultScene) async
    /// Gathers evidence when the fault is over.
    func conclude(_ targets: [FaultTarget], _ scene: FaultScene) async throws
}

extension FaultPackage {
    func observe(_ target: FaultTarget, _ scene: FaultScene, isOver: @escaping @Sendable () -> Bool) async throws {}
    func endure(_ targets: [FaultTarget], _ scene: FaultScene) async throws {}
    func undo(_ scene: FaultScene) async { await scene.faults.undo() }
    func conclude(_ targets: [FaultTarget], _ scene: FaultScene) async throws {}

    /// Performs the parts of the package; whatever comes of them, the fault is undone.
    func perform(_ scene: FaultScene) async throws {
        let result: Result<Void, any Error>
        do { result = .success(try await performParts(scene)) } catch { result = .failure(error) }
        await undo(scene)
        try result.get()
    }

    private func performParts(_ scene: FaultScene) async throws {
        let targets = try await prepare(scene)
        guard !targets.isEmpty else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let end = FaultEnd()
            for target in targets {
                group.addTask { try await observe(target, scene) { end.isReached } }
            }
            let result: Result<Void, any Error>
            do {
                try await inject(targets, scene)
                result = .success(try await endure(targets, scene))
            } catch {
                result = .failure(error)
            }
            // Before anything is waited for.
            await undo(scene)
            end.reach()
            try result.get()
            try await group.waitForAll()
        }
        try await conclude(targets, scene)
    }
}

/// A flag for the end of a fault, so that the tasks that poll meanwhile can finish.
private final class FaultEnd: Sendable {
    private let state = Mutex(false)

    var isReached: Bool { state.withLock { $0 } }

    func reach() { state.withLock { $0 = true } }
}
