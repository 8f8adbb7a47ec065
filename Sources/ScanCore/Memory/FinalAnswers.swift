//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The answers about a scan that has ended, which never change.
package struct FinalAnswers: Sendable {
    /// The owner of the scan.
    package let owner: UserID
    /// The answer to a poll.
    package let status: ScanAnswer
    /// The results; `nil` for a failed scan.
    package let results: FinalResults?

    /// Creates the answers.
    package init(owner: UserID, status: ScanAnswer, results: FinalResults?) {
        self.owner = owner
        self.status = status
        self.results = results
    }
}
