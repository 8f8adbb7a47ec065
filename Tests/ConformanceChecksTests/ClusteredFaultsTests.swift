//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import TestSelection
import Testing

@testable import ConformanceChecks

/// Simulated deployments whose workers are alike, and whose faults come in clusters.
@Suite struct ClusteredFaultsTests {
    private func history(_ fate: ClusteredRun.Fate, _ random: inout SplitMix64) -> History {
        History(ClusteredRun(fate, &random).history(), groups: [.rates])
    }

    @Test(.takesSeconds, arguments: ClusteredRun.Fate.allCases)
    func `one in a hundred deployments with like workers is accused at most, whatever answers share`(
        fate: ClusteredRun.Fate
    ) {
        var random = SplitMix64(seed: 11)
        let runs = 150
        let accused = (0..<runs).count { _ in
            let finding = WorkerComparison.noneIsMuchWorse(Observations(history(fate, &random)))
            return finding.verdict.kind == .failed
        }
        // Four standard deviations above one in a hundred.
        #expect(accused <= 6, "\(accused) of \(runs)")
    }

    @Test func `a worker that is worse is still found`() {
        var random = SplitMix64(seed: 12)
        let found = (0..<20).count { _ in
            var history = self.history(.none, &random)
            for position in history.positions(.status) where position.isMultiple(of: 2) {
                guard history.events[position].outcome.response?.worker == "w1" else { continue }
                history.setOutcome(Outcome.notFound().from(worker: "w1"), at: position)
            }
            return WorkerComparison.noneIsMuchWorse(Observations(history)).verdict.kind == .failed
        }
        #expect(found == 20)
    }
}
