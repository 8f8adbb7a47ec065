//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Synchronization
import TestSelection
import TestSupport
import Testing

@Suite struct `The queue, on either store` {
    @Test(arguments: StoreKind.allCases)
    func `gives a scan to one worker at a time`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let assignment = try await fixture.assignment(registration())
            #expect(assignment.attempt == 1)
            #expect(assignment.entry.pendingStrategies == ["one", "two"])
            #expect(try await fixture.queue.next(for: .second, waiting: .milliseconds(50))?.key == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `wakes a waiting worker when a scan comes`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scan = registration()
            try await withThrowingTaskGroup(of: ScanAssignment?.self) { group in
                group.addTask { try await fixture.queue.next(for: .first, waiting: .seconds(60)) }
                _ = try await fixture.store.register(scan)
                let start = ContinuousClock.now
                #expect(try await group.next()??.key == scan.key)
                #expect(ContinuousClock.now - start < .seconds(30))
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `shows progress after each write, and reads back what was written`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let assignment = try await fixture.assignment(registration())
            let entry = assignment.entry.appending("one")
            #expect(try await fixture.queue.write(entry, under: assignment))
            let summary = try #require(try await fixture.store.summary(at: assignment.key)).summary
            #expect(summary.progress == ScanProgress(completed: 1, total: 2, found: 1))
            #expect(summary.state == .scanning)
            let read = try #require(try await fixture.store.entry(at: assignment.key))
            #expect(read.runs == entry.runs)
            #expect(read.pendingStrategies == ["two"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `does not let a write that comes late undo a later one`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let assignment = try await fixture.assignment(registration())
            let first = assignment.entry.appending("one")
            for entry in [first, first.appending("two"), first] {
                #expect(try await fixture.queue.write(entry, under: assignment))
            }
            #expect(try await fixture.store.entry(at: assignment.key)?.pendingStrategies == [])
        }
    }

    @Test(.takesSeconds, arguments: StoreKind.allCases)
    func `takes a finished scan off`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let assignment = try await fixture.assignment(registration())
            #expect(try await fixture.queue.finish(assignment.entry.completed, under: assignment))
            #expect(try await fixture.store.summary(at: assignment.key)?.summary.state == .complete)
            #expect(try await fixture.queue.next(for: .second, waiting: .seconds(1))?.key == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `gives a scan whose lease ran out to another worker, and shuts the first one out`(
        kind: StoreKind
    ) async throws {
        try await withStore(kind, lifetimes: StoreFixture.shortLease) { fixture in
            let lost = try await fixture.assignment(registration())
            #expect(try await fixture.queue.write(lost.entry.appending("one"), under: lost))
            try await fixture.pass(fixture.lifetimes.lease)
            let taken = try await fixture.next(for: .second)
            #expect(taken.key == lost.key)
            #expect(taken.attempt == 2)
            #expect(taken.troubledAttempts == 2)
            #expect(taken.entry.pendingStrategies == ["two"])
            #expect(try await fixture.queue.write(lost.entry.appending("two"), under: lost) == false)
            #expect(try await fixture.queue.finish(lost.entry.completed, under: lost) == false)
            #expect(try await fixture.queue.renew(lost) == false)
            #expect(try await fixture.store.entry(at: lost.key)?.runs == taken.entry.runs)
            #expect(try await fixture.queue.finish(taken.entry.completed, under: taken))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `lets nobody have a scan whose lease is renewed`(kind: StoreKind) async throws {
        let isInTime = Mutex(false)
        // Each try has a store of its own: a scan left behind by a late one may be had by anybody.
        for _ in 1...5 where !isInTime.withLock({ $0 }) {
            try await withStore(kind, lifetimes: StoreFixture.shortLease) { fixture in
                let kept = try await keepsItsLease(of: registration(), fixture)
                isInTime.withLock { $0 = kept }
            }
        }
        #expect(isInTime.withLock { $0 }, "the machine is too busy to renew a lease of four seconds in time")
    }

    /// Renews a lease for longer than it lasts.
    ///
    /// - Returns: False if a renewal came later than the lease lasts: then it proves nothing, whatever was answered.
    private func keepsItsLease(of scan: ScanRegistration, _ fixture: StoreFixture) async throws -> Bool {
        var renewed = ContinuousClock.now
        let assignment = try await fixture.assignment(scan)
        for _ in 0..<6 {
            try await fixture.pass(fixture.lifetimes.lease / 4)
            let before = ContinuousClock.now
            let isRenewed = try await fixture.queue.renew(assignment)
            guard ContinuousClock.now - renewed < fixture.lifetimes.lease else { return false }
            #expect(isRenewed)
            renewed = before
            let taken = try await fixture.queue.next(for: .second, waiting: .milliseconds(20))
            guard ContinuousClock.now - renewed < fixture.lifetimes.lease else { return false }
            #expect(taken?.key == nil)
        }
        let isFinished = try await fixture.queue.finish(assignment.entry.completed, under: assignment)
        guard ContinuousClock.now - renewed < fixture.lifetimes.lease else { return false }
        #expect(isFinished)
        return true
    }

    @Test(arguments: StoreKind.allCases)
    func `gives a scan that was handed back away at once, and counts no trouble`(kind: StoreKind) async throws {
        try await withStore(kind, lifetimes: ScanLifetimes(lease: .seconds(60))) { fixture in
            let assignment = try await fixture.assignment(registration())
            try await fixture.queue.handBack(assignment)
            let taken = try await fixture.next(for: .second)
            #expect(taken.key == assignment.key)
            #expect(taken.attempt == 2)
            #expect(taken.troubledAttempts == 1)
            #expect(try await fixture.queue.renew(assignment) == false)
        }
    }
}
