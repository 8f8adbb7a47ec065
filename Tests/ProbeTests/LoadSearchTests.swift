//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import Probe

@Suite struct LoadSearchTests {
    @Test(arguments: [55.0, 100, 300, 299, 1000, 6400])
    func `the capacity is found between the rates that hold and those that do not, and confirmed`(limit: Double) {
        let (search, rates) = Self.search(maximum: 10_000) { stage in stage.offered <= limit }
        let outcome = search.outcome
        let capacity = outcome.capacity ?? 0
        #expect(capacity <= limit)
        // Two rates between neighbours of the factor 2 leave a quarter of it.
        #expect(limit / capacity < 1.2, "\(rates)")
        #expect(outcome.isConfirmed)
        #expect(outcome.brokenBy == .latency)
        #expect(outcome.ending == .broke)
    }

    @Test func `a deployment that holds the highest rate is not said to break`() {
        let (search, rates) = Self.search(maximum: 300) { _ in true }
        #expect(rates == [50, 100, 200, 300, 300])
        #expect(search.outcome.capacity == 300)
        #expect(search.outcome.isConfirmed)
        #expect(search.outcome.brokenBy == nil)
        #expect(search.outcome.ending == .maximumRate)
    }

    @Test func `no stage is above the highest rate, not even the first`() {
        let (_, rates) = Self.search(maximum: 20) { _ in true }
        #expect(rates == [20, 20])
    }

    @Test func `a deployment that breaks at once has no capacity`() {
        let (search, rates) = Self.search(maximum: 10_000) { _ in false }
        #expect(rates == [50])
        #expect(search.outcome.capacity == nil)
        #expect(search.outcome.brokenBy == .latency)
    }

    @Test func `a rate that holds once only is not the capacity`() {
        var offers: [Double: Int] = [:]
        let (search, _) = Self.search(maximum: 10_000) { stage in
            offers[stage.offered, default: 0] += 1
            // Longer than a moment nothing above 100 holds.
            return stage.purpose == .confirming ? stage.offered <= 100 : stage.offered <= 400
        }
        #expect(search.outcome.capacity == 100)
        #expect(search.outcome.isConfirmed)
    }

    @Test func `a deployment that is down is left alone`() {
        var search = Self.search(maximum: 10_000)
        var stage = search.next()
        stage?.isStopped = true
        search.take(stage ?? LoadStage(number: 0, purpose: .rising, offered: 0, seconds: 0), [])
        #expect(search.next() == nil)
    }

    @Test(arguments: [([LoadTrouble.latency], nil), ([.latency, .results], LoadTrouble.results)])
    func `a prober that is late accuses nobody of what it saw late`(seen: [LoadTrouble], told: LoadTrouble?) {
        var search = Self.search(maximum: 10_000)
        while var stage = search.next() {
            if stage.offered > 200 {
                stage.isLimitedByProber = true
                stage.brokenBy = seen
            }
            search.take(stage, [])
        }
        #expect(search.outcome.ending == .proberLimit)
        #expect(search.outcome.brokenBy == told)
        #expect(search.outcome.capacity ?? 0 >= 200)
    }

    // MARK: - Fixtures

    private static func search(maximum: Double) -> LoadSearch {
        var load = Plan.Load()
        load.startRate = 50
        load.growth = 2
        return LoadSearch(
            load,
            maximumRate: maximum,
            LoadOutcome(tool: "t", target: "http://h", plan: "p", startedAt: "2026-01-01T00:00:00Z", users: 1)
        )
    }

    private static func search(maximum: Double, holds: (LoadStage) -> Bool) -> (LoadSearch, [Double]) {
        var search = Self.search(maximum: maximum)
        var rates: [Double] = []
        while var stage = search.next(), rates.count < 100 {
            rates.append(stage.offered)
            if !holds(stage) { stage.brokenBy = [.latency] }
            search.take(stage, [])
        }
        return (search, rates)
    }
}
