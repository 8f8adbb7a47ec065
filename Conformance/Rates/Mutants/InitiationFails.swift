//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import ScanCore
import ScanServer

extension Mutant {
    /// A worker without a reliable connection to the store cannot start scans.
    static let initiationFails = Mutant(
        name: "initiation-fails",
        summary: "A worker answers two of three initiations with 503.",
        violates: ["RATE-004"],
        traits: [.intermittent],
        seams: ServerSeams(store: { InitiationFailsStore(base: $0) })
    )
}

/// A store that is unavailable for two of three registrations.
private struct InitiationFailsStore: StoreMutant {
    let base: any ScanStore
    let initiations = Tally()

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        guard initiations.next() % 3 == 2 else { throw StoreError(.unavailable, "not connected") }
        return try await base.register(registration)
    }
}
