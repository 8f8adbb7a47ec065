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
    let ledger: Ledger
    let userID: String?

    /// Looks at a scan right after its initiation and again and again while a body polls it, and once after its end.
    func watch(
        _ scan: String,
        _ scanID: String,
        while body: () async throws -> ScanState?
    ) async throws -> ScanState? {
        let state = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.sample(.initiated, scan, scanID)
                var pacer = Pacer(clock: self.clock, interval: self.plan.sampleInterval ?? Self.interval)
                try await pacer.waitForTurn()
                while true {
                    try await pacer.waitForTurn()
                    try Task.checkCancellation()
                    await self.sample(.running, scan, scanID)
                }
            }
            let state = try await body()
            group.cancelAll()
            return state
        }
        if state?.isFinal == true { await self.sample(.ended, scan, scanID) }
        return state
    }

    /// Looks at a scan that a fault meets, again and again while a body polls it.
    func watchRecovery<Value>(
        _ scan: String,
        _ scanID: String,
        while body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var pacer = Pacer(clock: self.clock, interval: self.plan.sampleInterval ?? Self.interval)
                while true {
                    try await pacer.waitForTurn()
                    try Task.checkCancellation()
                    await self.sample(.recovered, scan, scanID)
                }
            }
            let value = try await body()
            group.cancelAll()
            return value
        }
    }

    /// Looks at a scan once.
    func sample(_ occasion: StoreSample.Occasion, _ scan: String, _ scanID: String) async {
        let asked = self.clock.now()
        guard let keys = try? await self.inspector.keys(of: scanID, userID: self.userID) else { return }
        await self.ledger.record(
            StoreSample(
                occasion: occasion,
                scan: scan,
                scanID: scanID,
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
        await self.ledger.record(
            StoreSample(
                occasion: .census,
                asked: asked,
                received: self.clock.now(),
                keys: census.keys,
                count: census.count
            )
        )
    }
}
