//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ScanCore
import Testing

@Suite struct `Diagnostics, on either store` {
    @Test(arguments: StoreKind.allCases)
    func `count the scans of a day, and name the one that ended last`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let day = Date().utcDay
            #expect(try await fixture.store.statistics(of: day) == DayStatistics())
            let complete = try await fixture.assignment(registration())
            #expect(try await fixture.queue.finish(complete.entry.appending("one").completed, under: complete))
            let failed = try await fixture.assignment(registration(symbols: ["BTC/USDT"]))
            #expect(try await fixture.queue.finish(failed.entry.failed, under: failed))
            // Skipped if the date changed during the test.
            guard Date().utcDay == day else { return }
            let statistics = try await fixture.store.statistics(of: day)
            #expect(statistics.scans == 2)
            #expect(statistics.successes == 1)
            #expect(statistics.errors == 1)
            #expect(statistics.opportunities == 1)
            #expect(statistics.strategies == 1)
            #expect(statistics.latest?.scan == failed.key.scan)
            #expect(statistics.latest?.state == .failed)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `list the scans of a user, newest first, and no other user's`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let old = registration(at: Date(timeIntervalSinceNow: -60))
            let new = registration(symbols: ["BTC/USDT"])
            for scan in [old, new, registration(of: .bob)] { _ = try await fixture.store.register(scan) }
            let history = try await fixture.store.history(of: .ann, limit: 10)
            #expect(history.total == 2)
            #expect(history.scans.map(\.key) == [new.key, old.key])
            let newest = try await fixture.store.history(of: .ann, limit: 1)
            #expect(newest.total == 2)
            #expect(newest.scans.map(\.key) == [new.key])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `tell the phases of a scan`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scan = registration()
            #expect(try await fixture.store.lifecycle(of: scan.key.scan) == nil)
            _ = try await fixture.store.register(scan)
            let waiting = try #require(try await fixture.store.lifecycle(of: scan.key.scan))
            #expect(waiting.key == scan.key)
            #expect(waiting.state == .scanning)
            #expect(waiting.started == nil)
            #expect(waiting.lease == nil)
            #expect(!waiting.isStuck(at: Date(), lease: .seconds(10)))
            #expect(waiting.isStuck(at: Date() + 30, lease: .seconds(10)))

            let assignment = try await fixture.next(for: .first)
            let running = try #require(try await fixture.store.lifecycle(of: scan.key.scan))
            #expect(running.started != nil)
            #expect(running.attempts == 1)
            #expect(running.lease == assignment.lease)
            #expect(!running.isStuck(at: Date() + 30, lease: .seconds(10)))

            try await fixture.queue.handBack(assignment)
            let again = try await fixture.next(for: .second)
            #expect(try await fixture.queue.finish(again.entry.completed, under: again))
            let ended = try #require(try await fixture.store.lifecycle(of: scan.key.scan))
            #expect(ended.state == .complete)
            #expect(ended.finished != nil)
            #expect(ended.attempts == 2)
            #expect(ended.handedBack == 1)
            #expect(ended.lease == nil)
            #expect(!ended.isStuck(at: Date() + 30, lease: .seconds(10)))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `clear what a user has, and a running scan with it`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let assignment = try await fixture.assignment(registration())
            let others = registration(of: .bob)
            _ = try await fixture.store.register(others)
            #expect(try await fixture.store.clear(.ann) == 1)
            #expect(try await fixture.store.entry(at: assignment.key) == nil)
            #expect(try await fixture.store.lookup(assignment.key.scan) == ScanLookup(primary: nil, index: nil))
            #expect(try await fixture.store.latestScan(of: .ann) == nil)
            #expect(try await fixture.queue.write(assignment.entry.appending("one"), under: assignment) == false)
            guard case .registered = try await fixture.store.register(registration()) else {
                Issue.record("the slot is still taken")
                return
            }
            #expect(try await fixture.store.entry(at: others.key) != nil)
        }
    }
}
