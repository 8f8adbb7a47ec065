//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The watch on the store, which records snapshots; a failed snapshot is no evidence and is left out.
struct StoreWatch: Sendable {
    /// The maximum number of keys of a census.
    private static let censusLimit = 1000
    /// The default time between snapshots, in seconds.
    private static let interval = 0.5

    let inspector: any StoreInspector
    let plan: Plan
    let clock: RunClock
    let recorder: EventRecorder
    let userID: String?

    /// Takes snapshots of a job right after its initiation, repeatedly while a body polls it, and once after its end.
    func watch(
        _ job: String,
        _ jobID: String,
        while body: () async throws -> JobState?
    ) async throws -> JobState? {
        let state = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.sample(.initiated, job, jobID)
                var pacer = Pacer(clock: self.clock, interval: self.plan.sampleInterval ?? Self.interval)
                try await pacer.waitForTurn()
                while true {
                    try await pacer.waitForTurn()
                    try Task.checkCancellation()
                    await self.sample(.running, job, jobID)
                }
            }
            let state = try await body()
            group.cancelAll()
            return state
        }
        if state?.isFinal == true { await self.sample(.ended, job, jobID) }
        return state
    }

    /// Takes snapshots of a job that a fault hits, repeatedly while a body polls it.
    func watchRecovery<Value>(
        _ job: String,
        _ jobID: String,
        while body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var pacer = Pacer(clock: self.clock, interval: self.plan.sampleInterval ?? Self.interval)
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
        let asked = self.clock.now()
        guard let keys = try? await self.inspector.keys(of: jobID, userID: self.userID) else { return }
        await self.recorder.record(
            StoreSnapshot(
                occasion: occasion,
                job: job,
                jobID: jobID,
                asked: asked,
                received: self.clock.now(),
                keys: keys
            )
        )
    }

    /// Takes a census of all keys of the deployment.
    func takeCensus() async {
        let asked = self.clock.now()
        guard let census = try? await self.inspector.census(limit: Self.censusLimit) else { return }
        await self.recorder.record(
            StoreSnapshot(
                occasion: .census,
                asked: asked,
                received: self.clock.now(),
                keys: census.keys,
                count: census.count
            )
        )
    }
}
