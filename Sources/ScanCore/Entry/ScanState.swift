//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The state of a scan that exists.
package enum ScanState: String, Sendable, Hashable, Codable {
    /// Waiting in the queue or being worked on.
    case scanning
    /// Finished, with results.
    case complete
    /// Given up, with a reason.
    case failed

    /// Whether nothing may follow but expiry.
    package var isFinal: Bool { self != .scanning }
}

/// Why a scan failed.
package struct ScanFailure: Sendable, Hashable, Codable {
    /// A machine word, such as `attempts_exhausted`.
    package let code: String
    /// A sentence for people, without keys, addresses or traces.
    package let message: String

    /// Names a failure.
    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// How far a scan has come.
package struct ScanProgress: Sendable, Hashable, Codable {
    /// How many strategies have finished.
    package let completed: Int
    /// How many strategies the scan runs in all; right from the first answer on.
    package let total: Int
    /// How many opportunities were found so far, after the filters.
    package let found: Int

    /// States a progress.
    package init(completed: Int, total: Int, found: Int) {
        self.completed = completed
        self.total = total
        self.found = found
    }

    /// The share that is done, 0…100; a scan of no strategies is done.
    package var percentage: Double {
        total == 0 ? 100 : Double(completed) / Double(total) * 100
    }
}
