//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Duration {
    /// The duration in whole nanoseconds; beyond 292 years either way, the nearest that the type holds.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isJustTooLong) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isTooLong || isJustTooLong ? (seconds < 0 ? .min : .max) : sum
    }
}

extension Int64 {
    /// Converts a number of seconds to nanoseconds.
    ///
    /// - Parameter seconds: The seconds; fewer than none and what is no number count as none, and more than thirty
    ///   years as thirty, which is as good as no limit.
    package init(nanosecondsIn seconds: Double) {
        guard !seconds.isNaN else {
            self = 0
            return
        }
        self.init((Swift.min(Swift.max(seconds, 0), 1_000_000_000) * 1_000_000_000).rounded())
    }
}
