//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import ScanCore
import ScanServer

extension Mutant {
    /// The initiation responds before the scan is registered, which happens two seconds later.
    static let placeholderLate = Mutant(
        name: "placeholder-late",
        summary: "A scan can be found only two seconds after its initiation was answered.",
        violates: [
            "STAT-001", "STAT-002", "INIT-005", "INIT-007", "RATE-001", "RATE-002", "RATE-006", "ERR-009", "ERR-010",
        ],
        consequences: consequencesOfNotFound + consequencesOfNoResults,
        cause: "the initiation is answered before the scan is registered in the shared store",
        traits: [.endless],
        seams: ServerSeams(store: { PlaceholderLateStore(base: $0) })
    )
}

extension Mutant {
    /// One initiation in three is answered a moment before its scan is registered.
    static let raceInOneOfThree = Mutant(
        name: "race-in-one-of-three",
        summary: "Every third scan of a worker, at first its second, can be found only 0.2 s after the answer.",
        violates: ["STAT-001", "STAT-002"],
        consequences: consequencesOfNotFound + ["INIT-005", "INIT-007", "ERR-009"],
        cause: "the initiation is answered before the scan is registered in the shared store",
        traits: [.intermittent],
        seams: ServerSeams(store: { PlaceholderLateStore(base: $0, delay: .milliseconds(200), interval: 3) })
    )
}

/// A store that reports a registration before it happens.
private struct PlaceholderLateStore: StoreMutant {
    let base: any ScanStore
    let delay: Duration
    /// The registrations from one late one to the next, the second of all at first, or the first if all are late.
    let interval: Int
    private let registrations = Tally()

    init(base: any ScanStore, delay: Duration = .seconds(2), interval: Int = 1) {
        self.base = base
        self.delay = delay
        self.interval = interval
    }

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        guard registrations.next() % interval == min(1, interval - 1) else {
            return try await base.register(registration)
        }
        // A detached registration is the fault itself.
        Task.detached {
            try await Task.sleep(for: delay)
            _ = try await base.register(registration)
        }
        return .registered
    }

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        KeyPresence(entry: true, primary: true, index: true, latest: true)
    }
}
