//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The watch on the store, which records snapshots; a failed snapshot is no evidence and is left out.
struct StoreWatch: Sendable {
    /// The maximum number of keys of a census.
    private static let censusLimit = 1000

    let inspector: any StoreInspector
    /// The time between snapshots.
    let interval: Duration
    let clock: RunClock
    let recorder: EventRecorder
    let userID: String?

    /// Takes snapshots of a job that a fault hits, repeatedly while a body polls it.
    func watchRecovery<Value>(
        _ job: String,
        _ jobID: String,
        while body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var pacer = Pacer(clock: self.clock, interval: self.interval)
                while true {
                    try await pacer.waitForTurn()
                    try Task.checkCancellation()
                    await self.sample(.recovered, job, jobID)
                }
            }
            let value = try await body()
            group.cancelAll()
            return value
        }
    }

    /// Takes a snapshot of a job.
    func sample(_ occasion: StoreSnapshot.Occasion, _ job: String, _ jobID: String) async {
        let asked = clock.now()
        guard let keys = try? await inspector.keys(of: jobID, userID: userID) else { return }
        await recorder.record(
            StoreSnapshot(
                occasion: occasion,
                job: job,
                jobID: jobID,
                asked: asked,
                received: clock.now(),
                keys: keys
            )
        )
    }

    /// Takes a census of all keys of the deployment.
    func takeCensus() async {
        let asked = clock.now()
        guard let census = try? await inspector.census(limit: Self.censusLimit) else { return }
        await recorder.record(
            StoreSnapshot(
                occasion: .census,
                asked: asked,
                received: clock.now(),
                keys: census.keys,
                count: census.count
            )
        )
    }
}

extension RunContext {
    /// The watch on the store; absent without access to it.
    var storeWatch: StoreWatch? {
        access.store.map {
            StoreWatch(
                inspector: $0,
                interval: plan.store.sampleInterval,
                clock: clock,
                recorder: recorder,
                userID: first.userID
            )
        }
    }
}
