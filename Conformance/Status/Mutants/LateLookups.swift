//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import Hiredis
import RedisClient
import ScanCore
import ScanRedis
import ScanServer

extension Mutant {
    /// One initiation in three is answered a moment before its scan can be looked up.
    static let raceInOneOfThree = lateLookups(
        name: "race-in-one-of-three",
        summary: "Every third scan of a worker, at first its second, can be found only 0.2 s after the answer.",
        traits: [.intermittent],
        interval: 3,
        first: 1
    )

    /// One initiation in ten, which a handful of scans does not show.
    static let raceInOneOfTen = lateLookups(
        name: "race-in-one-of-ten",
        summary: "Every tenth scan of a worker can be found only 0.2 s after the answer.",
        traits: [.intermittent, .rare],
        interval: 10,
        first: 9
    )

    private static func lateLookups(
        name: String,
        summary: String,
        traits: [MutantDescription.Trait],
        interval: Int,
        first: Int
    ) -> Mutant {
        Mutant(
            name: name,
            summary: summary,
            violates: ["STAT-001", "STAT-002"],
            consequences: consequencesOfNotFound + ["INIT-005", "INIT-007", "ERR-009"],
            cause: "the initiation is answered before the scan is registered in the shared store",
            traits: traits,
            seams: ServerSeams(
                // A worker that remembered the scan would find it without a lookup.
                configuration: { $0.rememberedScans = 0 },
                store: { LateLookupStore(base: $0, interval: interval, first: first) }
            )
        )
    }
}

/// A store in which no worker finds some of the scans for a moment after their registration.
///
/// The scan itself is registered in time: one whose registration came late would be lost whenever others took its slot
/// meanwhile, which is another fault.
private struct LateLookupStore: StoreMutant {
    let base: any ScanStore
    /// The registrations from one late one to the next.
    let interval: Int
    /// The first late one, counted from 0.
    let first: Int
    private let registrations = Tally()

    init(base: any ScanStore, interval: Int, first: Int) {
        self.base = base
        self.interval = interval
        self.first = first
    }

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await base.register(registration)
        if case .registered = outcome, registrations.next() % interval == first {
            let mark = RedisCommand.set(mark(of: registration.key.scan), "1", lifetime: .milliseconds(200))
            _ = try await redis?.send(mark)
        }
        return outcome
    }

    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        try await isLate(scan) ? ScanLookup(primary: nil, index: nil) : try await base.lookup(scan)
    }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        try await isLate(scan)
            ? SearchResult(key: nil, iterations: 0) : try await base.search(for: scan, of: user, within: limits)
    }

    private func isLate(_ scan: ScanID) async throws(StoreError) -> Bool {
        try await redis?.send(.exists([mark(of: scan)])).integer == 1
    }

    private func mark(of scan: ScanID) -> String { "\(redis?.keys.prefix ?? "")late_lookup:\(scan)" }
}
