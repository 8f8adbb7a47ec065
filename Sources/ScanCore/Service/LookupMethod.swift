//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Metrics

/// The method by which a scan id was resolved, or that it was not.
///
/// Source: `Conformance/Contract/store.md#resolution-of-a-scan-id`.
enum LookupMethod: String {
    case memory
    case primary
    case index
    case search
    case none

    /// Counts one lookup.
    func count() {
        Counter(label: "scan_lookups_total", dimensions: [("method", rawValue)]).increment()
    }
}
