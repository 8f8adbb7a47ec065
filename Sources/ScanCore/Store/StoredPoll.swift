//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The stored content that a poll is answered with.
package struct StoredPoll: Sendable {
    /// The content: an answer to send as it is, or a summary to render.
    package enum Content: Sendable {
        /// The answer that was stored with the entry.
        case answer(ScanAnswer)
        /// The summary of an entry without answers.
        case summary(ScanSummary)
    }

    /// The content.
    package let content: Content
    /// A flag that is true if every lookup key existed at the same time.
    package let hasLookups: Bool

    /// Creates a stored poll.
    package init(content: Content, hasLookups: Bool) {
        self.content = content
        self.hasLookups = hasLookups
    }
}

/// The stored content that a read of the results is answered with.
package enum StoredResults: Sendable {
    /// The answers that were stored with the entry, and the time that the entry is kept for yet.
    ///
    /// There are results if the scan is complete.
    case answers(status: ScanAnswer, results: ScanAnswer?, remaining: Duration)
    /// An entry without answers.
    case entry(ScanEntry)
}

extension ScanStore {
    /// Reads the summary, for stores that keep no answers.
    package func poll(at key: CacheKey) async throws(StoreError) -> StoredPoll? {
        guard let stored = try await summary(at: key) else { return nil }
        return StoredPoll(content: .summary(stored.summary), hasLookups: stored.hasLookups)
    }

    /// Reads the entry, for stores that keep no answers.
    package func results(at key: CacheKey) async throws(StoreError) -> StoredResults? {
        guard let entry = try await entry(at: key) else { return nil }
        return .entry(entry)
    }
}
