//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Metrics

/// How a scan id led to its scan, or that it did not.
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
