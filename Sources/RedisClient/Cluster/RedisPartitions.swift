//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The partitions of a deployment's keys in a cluster.
///
/// The keys of a partition share a hash tag, so that one step can change them all; a name, such as a user's id, belongs
/// to one partition for ever. Source: `Conformance/Contract/store.md#keys-in-a-cluster`.
package struct RedisPartitions: Sendable, Hashable {
    /// The numbers of partitions that a deployment can have.
    package static let counts = 1...256
    /// The number of partitions without another one given: enough for eight masters.
    package static let standardCount = 32
    /// The name of the key, after the deployment's prefix, that holds the number of partitions.
    package static let key = "opportunity_scan_queue_partitions"

    /// The number of partitions.
    package let count: Int

    /// Creates partitions; `nil` if the number is not in ``counts``.
    package init?(count: Int) {
        guard Self.counts.contains(count) else { return nil }
        self.count = count
    }

    /// Returns the number of the partition that a name belongs to, from 0.
    package func index(of name: String) -> Int {
        Int(CRC16.checksum(of: name.utf8)) % count
    }

    /// Returns what the keys of a partition begin with after the deployment's prefix, such as `{p07}:`.
    package static func tag(of index: Int) -> String {
        index < 10 ? "{p0\(index)}:" : "{p\(index)}:"
    }

    /// Returns a key's name without its partition's tag, if it begins with one.
    package static func name(of key: Substring) -> Substring {
        guard key.hasPrefix("{p"), let end = key.firstIndex(of: "}") else { return key }
        let digits = key[..<end].dropFirst(2)
        let rest = key[end...].dropFirst()
        guard (2...3).contains(digits.count), digits.allSatisfy(\.isWholeNumber), rest.first == ":" else { return key }
        return rest.dropFirst()
    }
}
