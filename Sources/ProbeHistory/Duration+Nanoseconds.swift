//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Duration {
    /// The longest duration that a plan may have, which is more than any run takes: 1 000 000 000 s.
    private static let longest = Duration.seconds(1_000_000_000)

    /// A number of seconds, to the nanosecond.
    ///
    /// - Parameter seconds: The number; what is negative counts as none, and more than 1 000 000 000 as that.
    package init(wholeNanosecondsOf seconds: Double) {
        self = .nanoseconds(Int64((min(max(seconds, 0), 1_000_000_000) * 1e9).rounded()))
    }

    /// The duration in nanoseconds, between nothing and 1 000 000 000 s.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = min(max(self, .zero), Self.longest).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// The duration in seconds.
    package var inSeconds: Double { Double(self.nanoseconds) / 1e9 }
}
