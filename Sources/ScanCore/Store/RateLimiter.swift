//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A limit that holds across all workers.
package protocol RateLimiter: Sendable {
    /// Counts one attempt of a subject, unless its quota is used up.
    func admit(_ subject: String, quota: Quota) async throws(StoreError) -> Admission
}

/// So many in any window of this length.
package struct Quota: Sendable, Hashable, Codable {
    /// How many.
    package let limit: Int
    /// The length of the sliding window.
    package let window: Duration

    /// Creates a quota.
    package init(limit: Int, window: Duration) {
        self.limit = limit
        self.window = window
    }
}

/// What a limiter decided.
package enum Admission: Sendable, Hashable {
    /// It was counted.
    case admitted
    /// The quota is used up; it has room again after the given time.
    case refused(retryAfter: Duration)
}
