//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import TestSelection
import TestSupport
import Testing

@Suite struct `Lookup, on either store` {
    @Test(arguments: StoreKind.allCases)
    func `finds a scan by searching the results of its owner alone`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scan = registration()
            _ = try await fixture.store.register(scan)
            let limits = SearchLimits()
            let found = try await fixture.store.search(for: scan.key.scan, of: .ann, within: limits)
            #expect(found.key == scan.key)
            #expect(found.iterations <= 10)
            #expect(try await fixture.store.search(for: scan.key.scan, of: .bob, within: limits).key == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `restores no lookup for an entry that is gone`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scan = registration()
            try await fixture.store.restoreLookups(of: scan.key)
            #expect(try await fixture.store.lookup(scan.key.scan) == ScanLookup(primary: nil, index: nil))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an older scan does not take the latest place from a newer one`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let assignment = try await fixture.assignment(registration())
            let newer = registration(symbols: ["BTC-USDT"])
            _ = try await fixture.store.register(newer)
            #expect(try await fixture.queue.write(assignment.entry.appending("one"), under: assignment))
            try await fixture.store.restoreLookups(of: assignment.key)
            #expect(try await fixture.store.latestScan(of: .ann) == newer.key)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `repairs a registration whose entry never arrived`(kind: StoreKind) async throws {
        try await withStore(kind) { fixture in
            let scan = registration()
            #expect(try await fixture.store.presence(of: scan.key).isComplete == false)
            try await fixture.store.repair(scan)
            #expect(try await fixture.store.presence(of: scan.key).isComplete)
        }
    }

    @Test(.takesSeconds, arguments: StoreKind.allCases)
    func `a final entry expires, and its lookups outlive it`(kind: StoreKind) async throws {
        let lifetimes = ScanLifetimes(
            result: .seconds(3),
            partial: .seconds(120),
            buffer: .seconds(600),
            lease: .seconds(120)
        )
        try await withStore(kind, lifetimes: lifetimes) { fixture in
            let assignment = try await fixture.assignment(registration())
            #expect(try await fixture.queue.finish(assignment.entry.completed, under: assignment))
            #expect(try await fixture.store.entry(at: assignment.key) != nil)
            let isGone = try await eventually { try await fixture.store.entry(at: assignment.key) == nil }
            #expect(isGone)
            #expect(try await fixture.store.lookup(assignment.key.scan).primary == assignment.key)
        }
    }
}
