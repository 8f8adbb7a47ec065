//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Duration {
    /// The duration in whole nanoseconds, at most `Int64.max`, which is 292 years.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product + attoseconds / 1_000_000_000
    }
}

extension Int64 {
    /// Converts a number of seconds to nanoseconds.
    ///
    /// - Parameter seconds: The seconds; fewer than none count as none, and more than thirty years as thirty, which is
    ///   as good as no limit.
    package init(nanosecondsIn seconds: Double) {
        self.init((Swift.min(Swift.max(seconds, 0), 1_000_000_000) * 1_000_000_000).rounded())
    }
}
