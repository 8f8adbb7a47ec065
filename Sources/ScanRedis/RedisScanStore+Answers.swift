//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
package import ScanCore

extension RedisScanStore {
    package func poll(at key: CacheKey) async throws(StoreError) -> StoredPoll? {
        let keys = keys(of: key.user)
        let length = beginning.length
        let replies = try await backend.pipeline([
            .getrange(keys.result(key), from: 0, through: length - 1),
            .exists([keys.lookup(key.scan), keys.index(key.scan), keys.latest(key.user)]),
        ])
        guard replies.count == 2, let bytes = replies[0].bytes, let lookups = replies[1].integer else {
            throw .unexpected("the beginning of an entry")
        }
        // An entry that does not exist has no bytes.
        guard !bytes.isEmpty else { return nil }
        if let answers = StoredAnswers(in: bytes) {
            return StoredPoll(content: .answer(answers.status(in: bytes)), hasLookups: lookups == 3)
        }
        if let needed = StoredAnswers.lengthToStatus(in: bytes), needed > length, beginning.grow(to: needed) {
            return try await poll(at: key)
        }
        // Written by an earlier build; its summary is the first line.
        guard bytes.contains(UInt8(ascii: "\n")) else { return try await longPoll(at: key) }
        return StoredPoll(content: .summary(try ScanSummary.read(bytes)), hasLookups: lookups == 3)
    }

    /// Reads the whole entry for a poll, where its beginning is not enough.
    private func longPoll(at key: CacheKey) async throws(StoreError) -> StoredPoll? {
        guard let stored = try await summary(at: key) else { return nil }
        return StoredPoll(content: .summary(stored.summary), hasLookups: stored.hasLookups)
    }

    package func results(at key: CacheKey) async throws(StoreError) -> StoredResults? {
        let entry = keys(of: key.user).result(key)
        let replies = try await backend.pipeline([.get(entry), .pttl(entry)])
        guard replies.count == 2, let remaining = replies[1].integer else { throw .unexpected("an entry") }
        guard let bytes = replies[0].bytes else { return nil }
        if let answers = StoredAnswers(in: bytes) {
            let status = answers.status(in: bytes)
            let results = answers.results(in: bytes)
            if status.state != .complete || results != nil {
                // An entry without an expiry, which only someone else can have written, is not kept in memory.
                return .answers(status: status, results: results, remaining: .milliseconds(max(0, remaining)))
            }
        }
        return .entry(try ScanEntry.read(bytes))
    }
}
