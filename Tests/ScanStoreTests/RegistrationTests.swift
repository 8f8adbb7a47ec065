//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import TestSelection
import TestSupport
import Testing

@Suite struct `Registration, on either store` {
    @Test(arguments: StoreKind.allCases)
    func `writes placeholder, lookups and queue message in one step`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scan = registration()
            guard case .registered = try await fixture.store.register(scan) else {
                Issue.record("the slot of an empty store was held")
                return
            }
            #expect(try await fixture.store.presence(of: scan.key).isComplete)
            let summary = try #require(try await fixture.store.summary(at: scan.key))
            #expect(summary.hasLookups)
            #expect(summary.summary.progress == ScanProgress(completed: 0, total: 2, found: 0))
            #expect(try await fixture.store.lookup(scan.key.scan) == ScanLookup(primary: scan.key, index: scan.key))
            #expect(try await fixture.store.latestScan(of: .ann) == scan.key)
            #expect(try await fixture.next(for: .first).key == scan.key)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `lets one of many concurrent initiations of the same filters through`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scans = (0..<20).map { _ in registration() }
            let outcomes = try await withThrowingTaskGroup(of: (CacheKey, CacheKey?).self) { group in
                for scan in scans {
                    group.addTask {
                        switch try await fixture.store.register(scan) {
                        case .registered: (scan.key, nil)
                        case .held(let summary): (scan.key, summary.key)
                        case .limited: (scan.key, nil)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let started = outcomes.filter { $0.1 == nil }.map(\.0)
            #expect(started.count == 1)
            #expect(outcomes.compactMap(\.1).allSatisfy { $0 == started.first })
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `keeps scans of other filters and of other users apart`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            for scan in [registration(), registration(symbols: ["BTC-USDT"]), registration(of: .bob)] {
                guard case .registered = try await fixture.store.register(scan) else {
                    Issue.record("a scan was taken for another one")
                    return
                }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `forced, replaces a complete scan but joins a running one, and the old one stays`(
        kind: StoreKind
    ) async throws {
        try await withStore(kind) { fixture in
            let old = registration()
            let assignment = try await fixture.assignment(old)
            guard case .held(let running) = try await fixture.store.register(registration(forces: true)) else {
                Issue.record("a running scan was replaced")
                return
            }
            #expect(running.key == old.key)
            #expect(try await fixture.queue.finish(assignment.entry.completed, under: assignment))
            guard case .held(let fresh) = try await fixture.store.register(registration()) else {
                Issue.record("a fresh scan was replaced though nothing forced it")
                return
            }
            #expect(fresh.key == old.key)
            guard case .registered = try await fixture.store.register(registration(forces: true)) else {
                Issue.record("a fresh scan was not replaced though it was forced")
                return
            }
            #expect(try await fixture.store.entry(at: old.key)?.summary.state == .complete)
            #expect(try await fixture.store.lookup(old.key.scan).primary == old.key)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `that arrives twice changes nothing, even by force and after the end`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scan = registration(forces: true)
            let assignment = try await fixture.assignment(scan)
            #expect(try await fixture.queue.finish(assignment.entry.completed, under: assignment))
            guard case .held(let held) = try await fixture.store.register(scan) else {
                Issue.record("a registration that came twice began the scan anew")
                return
            }
            #expect(held.key == scan.key)
            guard case .registered = try await fixture.store.register(registration(forces: true)),
                case .held(let replaced) = try await fixture.store.register(scan)
            else {
                Issue.record("a registration that came once more took the slot of its successor")
                return
            }
            #expect(replaced.key == scan.key)
            #expect(try await fixture.store.entry(at: scan.key)?.summary.state == .complete)
            #expect(try await fixture.next(for: .second).key != scan.key)
            #expect(try await fixture.queue.next(for: .second, waiting: .milliseconds(50))?.key == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `does not join a failed scan`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let assignment = try await fixture.assignment(registration())
            #expect(try await fixture.queue.finish(assignment.entry.failed, under: assignment))
            guard case .registered = try await fixture.store.register(registration()) else {
                Issue.record("a failed scan held the slot")
                return
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `taken back leaves nothing, and its slot free`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scan = registration()
            _ = try await fixture.store.register(scan)
            try await fixture.store.withdraw(scan.key)
            let nothing = KeyPresence(entry: false, primary: false, index: false, latest: false)
            #expect(try await fixture.store.presence(of: scan.key) == nothing)
            #expect(try await fixture.queue.next(for: .first, waiting: .milliseconds(50))?.key == nil)
            guard case .registered = try await fixture.store.register(registration()) else {
                Issue.record("the slot was not given back")
                return
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `counts a user's initiations, and only that user's`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let quota = Quota(limit: 3, window: .seconds(60))
            for _ in 0..<3 { _ = try await fixture.store.register(registration(quota: quota)) }
            guard case .limited(let delay) = try await fixture.store.register(registration(quota: quota)) else {
                Issue.record("the fourth of three was let through")
                return
            }
            #expect(delay > .seconds(30) && delay <= .seconds(60))
            guard case .registered = try await fixture.store.register(registration(of: .bob, quota: quota)) else {
                Issue.record("another user was limited")
                return
            }
            let unlimited = registration(symbols: ["X"])
            guard case .registered = try await fixture.store.register(unlimited) else {
                Issue.record("a registration without a quota was limited")
                return
            }
        }
    }

    @Test(.takesSeconds, arguments: StoreKind.allCases)
    func `has room again once the window has passed`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let quota = Quota(limit: 1, window: .seconds(3))
            #expect(try await fixture.store.admit("subject", quota: quota) == .admitted)
            #expect(try await fixture.store.admit("subject", quota: quota) != .admitted)
            let hasRoom = try await eventually { try await fixture.store.admit("subject", quota: quota) == .admitted }
            #expect(hasRoom)
        }
    }
}
