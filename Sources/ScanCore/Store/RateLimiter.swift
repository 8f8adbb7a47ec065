//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A rate limiter shared by all workers.
package protocol RateLimiter: Sendable {
    /// Counts one attempt of a subject, unless its quota is used up.
    func admit(_ subject: String, quota: Quota) async throws(StoreError) -> Admission
}

/// A quota of attempts in a sliding window.
package struct Quota: Sendable, Hashable, Codable {
    /// The maximum number of attempts in the window.
    package let limit: Int
    /// The length of the sliding window.
    package let window: Duration

    /// Creates a quota.
    package init(limit: Int, window: Duration) {
        self.limit = limit
        self.window = window
    }
}

/// The decision of a rate limiter.
package enum Admission: Sendable, Hashable {
    /// Admitted, and counted.
    case admitted
    /// Refused: the quota is used up for the given time.
    case refused(retryAfter: Duration)
}
