//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Metrics
import NIOCore

/// The outcome of a read of a scan's results.
package enum ResultsReading: Sendable {
    /// The scan is complete.
    case complete(FinalResults)
    /// The scan is running or failed; the answer is that to a poll.
    case unavailable(ScanAnswer)
}

extension ScanService {
    /// Returns the answer to a poll of a scan.
    ///
    /// One round trip if the scan's key is cached, two otherwise, none if the final answers are cached.
    ///
    /// - Returns: `nil` for a scan that is unknown, expired or another user's.
    package func status(of scan: ScanID, for user: UserID) async throws(StoreError) -> ScanAnswer? {
        try await counting(.status, of: scan, for: user) { () async throws(StoreError) in
            try await currentStatus(of: scan, for: user)
        }
    }

    private func currentStatus(of scan: ScanID, for user: UserID) async throws(StoreError) -> ScanAnswer? {
        if let final = finalAnswers(of: scan) { return final.owner == user ? final.status : nil }
        guard let key = try await resolver.resolve(scan, for: user) else { return nil }
        if let answer = memory.status(of: scan) { return try await confirm(answer, of: key) }
        guard let stored = try await store.poll(at: key) else {
            memory.forget(scan)
            return nil
        }
        if !stored.hasLookups { try await restoreLookups(of: key) }
        switch stored.content {
        case .answer(let answer):
            memory.remember(answer, of: scan)
            return answer
        case .summary(let summary):
            return render(summary)
        }
    }

    /// Returns a final answer if the store still has the scan, and restores missing lookup keys.
    private func confirm(_ answer: ScanAnswer, of key: CacheKey) async throws(StoreError) -> ScanAnswer? {
        let presence = try await store.presence(of: key)
        guard presence.entry else {
            memory.forget(key.scan)
            return nil
        }
        if !presence.hasLookups { try await restoreLookups(of: key) }
        return answer
    }

    private func restoreLookups(of key: CacheKey) async throws(StoreError) {
        metrics.restores.poll.increment()
        try await store.restoreLookups(of: key)
    }

    /// Returns the answer to a read of a scan's results.
    ///
    /// - Returns: `nil` for a scan that is unknown, expired or another user's.
    package func results(of scan: ScanID, for user: UserID) async throws(StoreError) -> ResultsReading? {
        try await counting(.results, of: scan, for: user) { () async throws(StoreError) in
            try await currentResults(of: scan, for: user)
        }
    }

    private func currentResults(of scan: ScanID, for user: UserID) async throws(StoreError) -> ResultsReading? {
        if let final = finalAnswers(of: scan) { return final.owner == user ? ResultsReading(final) : nil }
        guard let key = try await resolver.resolve(scan, for: user) else { return nil }
        guard let stored = try await store.results(at: key) else {
            memory.forget(scan)
            return nil
        }
        let (answers, remaining) = try answers(in: stored, owner: key.user)
        guard answers.status.state.isFinal else { return .unavailable(answers.status) }
        memory.remember(answers, of: scan, for: remaining, at: clock.now())
        return ResultsReading(answers)
    }

    /// Returns the answers in a stored entry, rendered if they are not stored, and the time that they hold for.
    private func answers(
        in stored: StoredResults,
        owner: UserID
    ) throws(StoreError) -> (FinalAnswers, remaining: Duration) {
        switch stored {
        case .answers(let status, let results, let remaining):
            return (FinalAnswers(owner: owner, status: status, results: results.map(FinalResults.init)), remaining)
        case .entry(let entry):
            let status = render(entry.summary)
            // Another worker's clock wrote `cachedAt`; if it is ahead, our own clock still limits the retention.
            let age = max(0, clock.now().timeIntervalSince(entry.summary.cachedAt))
            let remaining = memory.lifetimes.result - .seconds(age)
            guard status.state == .complete else {
                return (FinalAnswers(owner: owner, status: status, results: nil), remaining)
            }
            do {
                let body = try rendering.results(of: entry)
                let results = ScanAnswer(
                    state: .complete,
                    body: ByteBuffer(bytes: body),
                    tag: ScanAnswer.tag(of: body)
                )
                return (FinalAnswers(owner: owner, status: status, results: FinalResults(results)), remaining)
            } catch {
                throw StoreError(.corrupt, "the results of an entry cannot be rendered")
            }
        }
    }

    private func render(_ summary: ScanSummary) -> ScanAnswer {
        ScanAnswer(state: summary.state, body: ByteBuffer(bytes: rendering.status(of: summary)))
    }

    private func finalAnswers(of scan: ScanID) -> FinalAnswers? {
        let answers = memory.finalAnswers(of: scan, at: clock.now())
        if answers != nil { LookupMethod.memory.count() }
        return answers
    }
}

extension ResultsReading {
    /// Creates the reading of a scan that has ended.
    init(_ answers: FinalAnswers) {
        self = if let results = answers.results { .complete(results) } else { .unavailable(answers.status) }
    }
}
