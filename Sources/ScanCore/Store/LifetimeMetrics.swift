//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import Metrics

/// The distributions of the lifetimes left of lookup keys and entries.
package struct LifetimeMetrics: Sendable {
    /// The occasion on which lifetimes are seen.
    package enum Occasion: String {
        /// Before a write gives the keys their full lifetime again.
        case write
        /// A look into the store.
        case sample
    }

    private let lookup: Metrics.Timer
    private let entry: Metrics.Timer

    /// Creates the distributions of an occasion.
    package init(at occasion: Occasion) {
        let dimensions = [("at", occasion.rawValue)]
        lookup = Timer(label: "scan_lookup_lifetime_seconds", dimensions: dimensions)
        entry = Timer(label: "scan_entry_lifetime_seconds", dimensions: dimensions)
    }

    /// Records the lifetimes of a scan's keys; one that does not exist has none.
    package func record(lookup: Duration?, entry: Duration?) {
        if let lookup { self.lookup.recordNanoseconds(lookup.nanoseconds) }
        if let entry { self.entry.recordNanoseconds(entry.nanoseconds) }
    }
}
