//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import ScanCore
import Synchronization

/// The partitions that this process takes the store to have, and whether the store says the same.
///
/// With another number, a user's scans would be looked for where they are not, so nothing is done before the check.
/// Source: `Conformance/Contract/store.md#keys-in-a-cluster`.
final class StorePartitions: Sendable {
    /// The partitions that this process was told.
    let agreed: RedisPartitions
    private let key: String
    private let isChecked = Atomic(false)

    init(_ partitions: RedisPartitions, prefix: String) {
        agreed = partitions
        key = prefix + RedisPartitions.key
    }

    var areChecked: Bool { isChecked.load(ordering: .relaxed) }

    /// Writes the number down at the first start of the deployment, and compares it at each other one.
    func check(_ client: RedisClient) async throws(StoreError) {
        let stored: String?
        do throws(RedisError) {
            _ = try await client.send(.set(key, RedisArgument(agreed.count), condition: .ifAbsent))
            stored = try await client.send(.get(key)).string
        } catch {
            throw StoreError(error)
        }
        guard let stored else { throw .unexpected("the number of partitions") }
        guard let count = Int(stored), RedisPartitions(count: count) != nil else {
            throw StoreError(.corrupt, "the key \(key) does not hold the number of partitions")
        }
        guard count == agreed.count else {
            throw StoreError(
                .corrupt,
                "the store has \(count) partitions, and not \(agreed.count): start with --partitions \(count)"
            )
        }
        isChecked.store(true, ordering: .relaxed)
    }
}
