//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis
package import RedisClient
package import ScanCore

/// The common dependencies of the Redis store and queue: client, key names and retention periods.
package struct RedisBackend: Sendable {
    /// The Redis client.
    package let client: RedisClient
    /// The names of the keys, without the tag of a partition.
    package let keys: RedisKeys
    /// The names of the keys of each partition; on a single Redis one, without a tag.
    package let partitionKeys: [RedisKeys]
    /// The partitions of a cluster, and what the store says of them; `nil` on a single Redis.
    let partitions: StorePartitions?
    /// The retention periods.
    package let lifetimes: ScanLifetimes
    let clock: ScanClock
    /// The rendering of the answers that entries are stored with; `nil` to store none.
    let rendering: (any AnswerRendering)?

    /// The retention period of a scan's lifecycle.
    ///
    /// Source: `Conformance/Contract/store.md#key-names`.
    static let lifecycleLifetime = Duration.seconds(3600)
    /// The retention period of a day's counters.
    ///
    /// Source: `Conformance/Contract/store.md#key-names`.
    static let statisticsLifetime = Duration.seconds(7 * 86_400)
    /// The consumer group of the workers.
    ///
    /// Source: `Conformance/Contract/store.md#key-names`.
    static let group = "scan-workers"

    /// Creates a backend.
    ///
    /// - Parameters:
    ///   - client: The Redis client.
    ///   - keys: The names of the keys.
    ///   - partitions: The partitions that the keys of a cluster are divided into; `nil` on a single Redis.
    ///   - lifetimes: The retention periods.
    ///   - clock: The clock.
    ///   - rendering: The rendering of the answers that entries are stored with; `nil` to store none.
    package init(
        client: RedisClient,
        keys: RedisKeys = RedisKeys(),
        partitions: RedisPartitions? = nil,
        lifetimes: ScanLifetimes,
        clock: ScanClock,
        rendering: (any AnswerRendering)? = nil
    ) {
        self.client = client
        self.keys = keys
        partitionKeys =
            partitions.map { partitions in
                (0..<partitions.count).map { RedisKeys(prefix: keys.prefix + RedisPartitions.tag(of: $0)) }
            } ?? [keys]
        self.partitions = partitions.map { StorePartitions($0, prefix: keys.prefix) }
        self.lifetimes = lifetimes
        self.clock = clock
        self.rendering = rendering
    }

    /// Returns the names of the keys of a user and the user's scans.
    package func keys(of user: UserID) -> RedisKeys { keys(ofSubject: user.description) }

    /// Returns the names of the keys of a rate limit's subject.
    func keys(ofSubject subject: String) -> RedisKeys {
        guard let partitions else { return keys }
        return partitionKeys[partitions.agreed.index(of: subject)]
    }

    /// The pattern of the primary lookup keys, in all partitions.
    var lookupPattern: String {
        let beginning = RedisCommand.escapedGlob(keys.prefix)
        let name = RedisCommand.escapedGlob(RedisKeys().lookupPrefix)
        return "\(beginning)\(partitions == nil ? "" : "{p*}:")\(name)*"
    }

    /// Checks once that the store has as many partitions as this process takes it to have.
    ///
    /// - Throws: `unavailable` if it has not, or does not tell.
    package func checkPartitions() async throws(StoreError) {
        guard let partitions, !partitions.areChecked else { return }
        try await partitions.check(client)
    }

    /// Sends one command.
    ///
    /// - Throws: `unavailable` for any error.
    package func send(_ command: RedisCommand) async throws(StoreError) -> RESPValue {
        try await checkPartitions()
        do throws(RedisError) { return try await client.send(command) } catch { throw StoreError(error) }
    }

    /// Runs a script, and returns its reply once all that Redis wrote before is confirmed.
    ///
    /// - Throws: `unconfirmed` if it was not in time, `unavailable` for any other error.
    func confirm(_ script: RedisScript, keys: [String]) async throws(StoreError) -> RESPValue {
        try await checkPartitions()
        do throws(RedisError) { return try await client.confirm(script, keys: keys) } catch { throw StoreError(error) }
    }

    /// Encodes an entry for storage.
    func stored(_ entry: ScanEntry) throws(StoreError) -> [UInt8] {
        do {
            return try entry.encoded(rendering: rendering)
        } catch {
            throw StoreError(.corrupt, "the entry cannot be encoded")
        }
    }

    /// Sends commands and returns their replies, refusals included.
    func repliesOrErrors(_ commands: [RedisCommand]) async throws(StoreError) -> [RESPValue] {
        try await checkPartitions()
        do throws(RedisError) { return try await client.pipeline(commands) } catch { throw StoreError(error) }
    }

    func pipeline(_ commands: [RedisCommand]) async throws(StoreError) -> [RESPValue] {
        let replies = try await repliesOrErrors(commands)
        if let error = replies.lazy.compactMap(\.error).first {
            throw StoreError(.unavailable, "Redis refused a command (\(error.prefix))")
        }
        return replies
    }
}

extension RedisArgument {
    /// Creates an argument from text.
    static func text(_ text: String) -> RedisArgument { RedisArgument(text) }

    /// Creates an argument from bytes.
    static func bytes(_ bytes: [UInt8]) -> RedisArgument { RedisArgument(bytes) }

    /// Creates an argument from an integer.
    static func number(_ number: Int64) -> RedisArgument { RedisArgument(number) }

    /// Creates an argument from a duration, in whole milliseconds.
    static func milliseconds(_ duration: Duration) -> RedisArgument { RedisArgument(milliseconds: duration) }

    /// Creates an argument from a value's description.
    static func id(_ id: some CustomStringConvertible) -> RedisArgument { RedisArgument(id.description) }
}

extension StoreError {
    init(_ error: RedisError) {
        self.init(error.code == .unconfirmed ? .unconfirmed : .unavailable, error.description)
    }

    /// Creates an error for a reply or stored value of unexpected form.
    static func unexpected(_ what: String) -> StoreError {
        StoreError(.corrupt, "Redis answered \(what) in another shape")
    }
}

extension ScanEntry {
    /// Decodes a stored entry.
    static func read(_ bytes: [UInt8]) throws(StoreError) -> ScanEntry {
        do { return try ScanEntry(decoding: bytes) } catch { throw StoreError(.corrupt, "an entry cannot be read") }
    }
}

extension ScanSummary {
    /// Decodes the summary of a stored entry.
    static func read(_ bytes: [UInt8]) throws(StoreError) -> ScanSummary {
        do {
            return try ScanSummary(decodingHeadOf: bytes)
        } catch {
            throw StoreError(.corrupt, "an entry's summary cannot be read")
        }
    }
}
