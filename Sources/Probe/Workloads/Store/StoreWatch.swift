//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Looks into the store and records what is there; a look that fails says nothing and is left out.
struct StoreWatch: Sendable {
    /// How many keys a census keeps at most.
    private static let censusLimit = 1000
    /// The time from one look to the next where the plan names none, in seconds.
    private static let interval = 0.5

    let inspector: any StoreInspector
    let plan: Plan
    let clock: RunClock
    let recorder: EventRecorder
    let userID: String?

    /// Looks at a job right after its initiation and again and again while a body polls it, and once after its end.
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

    /// Looks at a job that a fault meets, again and again while a body polls it.
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

    /// Looks at a job once.
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

    /// Looks at all keys of the deployment.
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
