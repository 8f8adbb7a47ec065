//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

extension CoreMutant {
    /// Mutants of initiations.
    static let registrations = [
        CoreMutant("lookup-after-answer", "lookup keys are written after the id has been handed out") {
            $0.register = { store, registration, _ async throws(StoreError) in
                let outcome = try await store.register(registration)
                if case .registered = outcome {
                    store.state.withLock { state in
                        state.primary[registration.key.scan] = nil
                        state.index[registration.key.scan] = nil
                    }
                }
                return outcome
            }
            $0.presence = { _, _ async throws(StoreError) in
                KeyPresence(entry: true, primary: true, index: true, latest: true)
            }
        },
        CoreMutant("read-back-missing", "an id is handed out without a look whether it is stored") {
            $0.presence = { _, _ async throws(StoreError) in
                KeyPresence(entry: true, primary: true, index: true, latest: true)
            }
        },
        CoreMutant("slot-claimed-late", "the slot is looked at in one step and claimed in another") {
            $0.register = { store, registration, context async throws(StoreError) in
                let slot = "\(registration.key.user):\(registration.key.filters)"
                let claimed = store.state.withLock { $0.slots[slot] }
                guard claimed == nil else { return try await store.register(registration) }
                try? await context.sleep(.milliseconds(5))
                store.state.withLock { $0.slots[slot] = nil }
                return try await store.register(registration)
            }
        },
        CoreMutant("joined-unconfirmed", "the id of a scan that is there is handed out before a replica has the scan") {
            $0.confirmsJoined = false
        },
        CoreMutant("queue-left-out", "a registration that has to be written again is not queued again") {
            $0.register = { store, registration, context async throws(StoreError) in
                // A second registration of the same scan follows a read-back that found nothing.
                guard !context.isFirst else { return try await store.register(registration) }
                try await store.repair(registration)
                return .registered
            }
        },
    ]
}
