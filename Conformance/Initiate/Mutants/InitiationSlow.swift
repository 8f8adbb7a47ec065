//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer

extension Mutant {
    /// The initiation is slow, as if it did part of the work before responding.
    static let initiationSlow = Mutant(
        name: "initiation-slow",
        summary: "An initiation is answered after two and a half seconds.",
        violates: ["INIT-001"],
        seams: ServerSeams(store: { InitiationSlowStore(base: $0) })
    )
}

/// A store whose registration is slow.
private struct InitiationSlowStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        try? await Task.sleep(for: .milliseconds(2500))
        return try await base.register(registration)
    }
}
