//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The state of a scan.
package enum ScanState: String, Sendable, Hashable, Codable {
    /// Waiting in the queue or running.
    case scanning
    /// Finished, with results.
    case complete
    /// Ended without results, with a reason.
    case failed

    /// A flag that is true if the state is final and only expiry can follow.
    package var isFinal: Bool { self != .scanning }
}

/// The reason that a scan failed.
package struct ScanFailure: Sendable, Hashable, Codable {
    /// The error code for programs, such as `attempts_exhausted`.
    package let code: String
    /// The message for people, without keys, addresses or traces.
    package let message: String

    /// Creates a failure.
    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// The progress of a scan.
package struct ScanProgress: Sendable, Hashable, Codable {
    /// The number of finished strategies.
    package let completed: Int
    /// The total number of strategies in the scan, known from the first response on.
    package let total: Int
    /// The number of opportunities found so far, after the filters.
    package let found: Int

    /// Creates a progress.
    package init(completed: Int, total: Int, found: Int) {
        self.completed = completed
        self.total = total
        self.found = found
    }

    /// The progress in percent, 0…100; 100 for a scan without strategies.
    package var percentage: Double {
        total == 0 ? 100 : Double(completed) / Double(total) * 100
    }
}
