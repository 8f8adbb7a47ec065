//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

extension Duration {
    /// A number of seconds, to the nanosecond.
    ///
    /// - Parameter seconds: The number; what is negative counts as none, and more than 1 000 000 000 as that.
    package init(wholeNanosecondsOf seconds: Double) {
        self = .nanoseconds(Int64(nanosecondsIn: seconds))
    }

    /// The duration in whole milliseconds; beyond 292 million years either way, the nearest that the type holds.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, isJustTooLong) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return isTooLong || isJustTooLong ? (seconds < 0 ? .min : .max) : sum
    }

    /// The duration in milliseconds.
    package var inMilliseconds: Double { Double(nanoseconds) / 1e6 }

    /// The duration in seconds.
    package var inSeconds: Double { Double(nanoseconds) / 1e9 }
}
