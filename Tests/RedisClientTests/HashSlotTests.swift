//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import RedisClient

@Suite struct HashSlotTests {
    // The check value of CRC-16/XMODEM, and slots as `CLUSTER KEYSLOT` of Redis 7.0 tells them.
    @Test func `the checksum is that of the XMODEM variant`() {
        #expect(CRC16.checksum(of: "123456789".utf8) == 0x31C3)
        #expect(CRC16.checksum(of: "".utf8) == 0)
    }

    @Test(arguments: [("foo", 12_182), ("bar", 5_061), ("hello", 866), ("", 0), ("{user1000}.following", 3_443)])
    func `a key has the slot that Redis gives it`(key: String, slot: Int) {
        #expect(HashSlot(of: key).number == slot)
    }

    @Test(arguments: [
        ("{user1000}.following", "user1000"), ("foo{bar}{zap}", "bar"), ("foo{{bar}}zap", "{bar"),
        ("foo{}{bar}", "foo{}{bar}"), ("foo{bar", "foo{bar"), ("}foo{bar}", "bar"), ("{}", "{}"),
    ])
    func `the first pair of braces with something in it decides`(key: String, hashed: String) {
        #expect(HashSlot(of: key).number == Int(CRC16.checksum(of: hashed.utf8)) % HashSlot.count)
    }

    @Test(arguments: [-1, 16_384, .max]) func `there is no slot out of range`(number: Int) {
        #expect(HashSlot(number: number) == nil)
    }

    @Test func `the keys of a partition lie in one slot, and a name is always in the same partition`() throws {
        let partitions = try #require(RedisPartitions(count: 32))
        for index in 0..<32 {
            let tag = RedisPartitions.tag(of: index)
            #expect(HashSlot(of: "app:\(tag)opportunity_scan_queue") == HashSlot(of: "\(tag)scan_lifecycle:scan_1"))
            #expect(RedisPartitions.name(of: "\(tag)opportunity_scan_queue") == "opportunity_scan_queue")
        }
        let taken = Set((0..<2_000).map { partitions.index(of: "user\($0)") })
        #expect(taken == Set(0..<32))
        // As the contract says: the CRC-16 of the user's id, modulo the number of partitions.
        #expect(partitions.index(of: "123456789") == 0x31C3 % 32)
    }

    @Test(arguments: [0, -1, 257]) func `a number of partitions that makes no sense is refused`(count: Int) {
        #expect(RedisPartitions(count: count) == nil)
    }

    @Test(arguments: ["{p1}:x", "{p1234}:x", "{pab}:x", "{p07}x", "{p07", "x{p07}:y", ""])
    func `what is no tag of a partition stays in the name`(key: String) {
        #expect(RedisPartitions.name(of: Substring(key)) == key)
    }
}
