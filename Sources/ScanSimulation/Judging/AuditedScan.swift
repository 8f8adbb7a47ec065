//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore

/// The knowledge of the audit about one scan, from the calls that changed it.
struct AuditedScan: Sendable {
    /// The course of a scan, as far as it was seen.
    struct Course: Sendable, Hashable, Comparable {
        var state = ScanState.scanning
        var completed = 0

        static func < (left: Self, right: Self) -> Bool {
            (left.state.isFinal ? 1 : 0, left.completed) < (right.state.isFinal ? 1 : 0, right.completed)
        }

        /// Returns true if a later course may follow this one.
        func allows(_ later: Course) -> Bool {
            state.isFinal ? later.state == state && later.completed == completed : later >= self
        }
    }

    /// A lease that was given.
    struct Grant: Sendable, Hashable {
        var lease: String
        var expiry: Date
    }

    let key: CacheKey
    /// The time until which the entry has to be there, by the store's clock.
    var expiry: Date
    /// The course that the store has.
    var stored = Course()
    /// The course that clients have been told.
    var seen = Course()
    /// The lease.
    var grant: Grant?
    /// A flag that is true once a client knows the id.
    var isHandedOut = false
    /// A flag that is true once the registration was undone.
    var isWithdrawn = false
    /// A flag that is true once the store has lost the scan in a restart.
    var isForgotten = false
    /// A flag that is true once clients, and the memories of nodes, may know more than a store that forgot.
    var isRolledBack = false
    /// A flag that is true once the entry has expired.
    var isGone = false
    /// A flag that is true while lookup keys are missing by a fault.
    var lacksLookups = false

    /// A flag that is true if the store has to have the scan.
    var isDue: Bool { !isWithdrawn && !isForgotten && !isGone }
}
