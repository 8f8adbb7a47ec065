//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Shares as percentages for people.
package enum Percent {
    /// Returns a share with a decimal, unless it is whole; only 1 is 100 %, and only 0 is 0 %.
    package static func text(_ share: Double) -> String {
        let bounded = share.isFinite ? min(max(share, 0), 1) : 0
        var tenths = Int((bounded * 1000).rounded())
        if bounded < 1 { tenths = min(tenths, 999) }
        if bounded > 0 { tenths = max(tenths, 1) }
        return tenths.isMultiple(of: 10) ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
