//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer

extension Mutant {
    /// A worker that has not got its connection to the store yet cannot start scans.
    static let initiationFails = Mutant(
        name: "initiation-fails",
        summary: "Two of three initiations are answered 503.",
        violates: ["INIT-003", "INIT-004", "RATE-004"],
        seams: ServerSeams(store: { InitiationFailsStore(right: $0) })
    )
}

/// A store that is mostly out of reach for registrations.
private struct InitiationFailsStore: StoreMutant {
    let right: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        guard Int.random(in: 0..<3) == 0 else { throw StoreError(.unavailable, "not connected") }
        return try await right.register(registration)
    }
}
