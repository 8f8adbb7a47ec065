//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A hash slot: one of the 16 384 parts that a cluster divides its keys into.
///
/// Source: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model
package struct HashSlot: Sendable, Hashable {
    /// The number of slots of a cluster.
    package static let count = 16_384

    /// The number of the slot, from 0.
    package let number: Int

    /// Creates a slot from its number; `nil` if there is none of that number.
    package init?(number: Int) {
        guard (0..<Self.count).contains(number) else { return nil }
        self.number = number
    }

    /// Creates the slot of a key: of its hash tag if it has one, otherwise of the whole key.
    package init(of key: some Collection<UInt8>) {
        if let start = key.firstIndex(of: UInt8(ascii: "{")) {
            let rest = key[key.index(after: start)...]
            // Only the first pair of braces counts, and only with something between them.
            if let end = rest.firstIndex(of: UInt8(ascii: "}")), end != rest.startIndex {
                number = Int(CRC16.checksum(of: rest[..<end])) % Self.count
                return
            }
        }
        number = Int(CRC16.checksum(of: key)) % Self.count
    }

    /// Creates the slot of a key.
    package init(of key: String) {
        self.init(of: key.utf8)
    }
}

/// The checksum that slots are computed with: CRC-16/XMODEM.
enum CRC16 {
    private static let polynomial: UInt16 = 0x1021

    private static let table: [UInt16] = (0..<256).map { byte in
        (0..<8).reduce(UInt16(byte) << 8) { value, _ in
            value & 0x8000 == 0 ? value << 1 : (value << 1) ^ polynomial
        }
    }

    static func checksum(of bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(0) { ($0 << 8) ^ table[Int(($0 >> 8) ^ UInt16($1))] }
    }
}
