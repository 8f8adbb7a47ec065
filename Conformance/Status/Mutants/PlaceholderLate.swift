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

/// A store that reports a registration before it happens.
private struct PlaceholderLateStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        // A detached registration is the fault itself.
        Task.detached {
            try await Task.sleep(for: .seconds(2))
            _ = try await base.register(registration)
        }
        return .registered
    }

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        .taken
    }
}
