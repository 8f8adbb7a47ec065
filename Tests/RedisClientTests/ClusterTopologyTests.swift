//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Testing

@testable import RedisClient

/// The reading of what nodes tell of their cluster, with input that no node should send.
@Suite struct ClusterTopologyTests {
    private static let asked = RedisConfiguration.Endpoint.tcp(host: "seed", port: 7_000, isEncrypted: true)

    @Test func `slots lead to their masters, and replicas are told apart`() throws {
        let topology = try ClusterTopology(
            .array([
                Self.range(8_192, 16_383, [("10.0.0.2", 7_001)]),
                Self.range(0, 8_191, [("10.0.0.1", 7_000), ("10.0.0.3", 7_002)]),
            ]),
            from: Self.asked
        )
        let first = RedisConfiguration.Endpoint.tcp(host: "10.0.0.1", port: 7_000, isEncrypted: true)
        let second = RedisConfiguration.Endpoint.tcp(host: "10.0.0.2", port: 7_001, isEncrypted: true)
        #expect(topology.masters == [first, second])
        #expect(topology.replicas == [.tcp(host: "10.0.0.3", port: 7_002, isEncrypted: true)])
        #expect(topology.owner(of: try #require(HashSlot(number: 8_191))) == first)
        #expect(topology.owner(of: try #require(HashSlot(number: 8_192))) == second)
    }

    @Test func `a node without an address of its own is the one that was asked`() throws {
        for host in [RESPValue.null, .bulk([])] {
            let row = RESPValue.array([.integer(0), .integer(5), .array([host, .integer(7_005), .bulk([])])])
            let topology = try ClusterTopology(.array([row]), from: Self.asked)
            #expect(topology.masters == [.tcp(host: "seed", port: 7_005, isEncrypted: true)])
            #expect(topology.owner(of: try #require(HashSlot(number: 6))) == nil)
        }
    }

    @Test func `a moved slot has its new master, also one that was not known`() throws {
        var topology = try ClusterTopology(.array([Self.range(0, 16_383, [("a", 1)])]), from: Self.asked)
        let slot = try #require(HashSlot(number: 7))
        topology.move(slot, to: .tcp(host: "b", port: 2, isEncrypted: true))
        #expect(topology.owner(of: slot) == .tcp(host: "b", port: 2, isEncrypted: true))
        #expect(topology.owner(of: try #require(HashSlot(number: 8))) == .tcp(host: "a", port: 1, isEncrypted: true))
    }

    private static let malformed: [RESPValue] = [
        .integer(1), .null, .bulk([1]), .array([]), .array([.null]), .array([.array([])]),
        .array([.array([.integer(0), .integer(1)])]), .array([range(5, 4, [("a", 1)])]),
        .array([range(0, 16_384, [("a", 1)])]), .array([range(-1, 4, [("a", 1)])]),
        .array([range(0, 4, [("a", -1)])]), .array([range(0, 4, [("a", 65_536)])]), .array([range(0, 4, [("?", 1)])]),
        .array([range(0, 4, [("a", 1)]), range(4, 5, [("b", 1)])]),
        .array([.array([.integer(.max), .integer(.max), .array([.bulk([]), .integer(1)])])]),
        .array([.array([.integer(0), .integer(1), .integer(2)])]),
    ]

    @Test(arguments: malformed)
    func `a malformed reply is an error`(reply: RESPValue) {
        #expect(throws: RedisError.self) { try ClusterTopology(reply, from: Self.asked) }
    }

    @Test func `a refusal tells where to go, or to wait`() throws {
        func refusal(_ line: String, isReadOnly: Bool = false) -> ClusterRefusal? {
            ClusterRefusal(RESPError(line: line), isReadOnly: isReadOnly)
        }
        let slot = try #require(HashSlot(number: 3_999))
        #expect(refusal("MOVED 3999 127.0.0.1:6381") == .moved(slot, host: "127.0.0.1", port: 6_381))
        #expect(refusal("MOVED 3999 ::1:6381") == .moved(slot, host: "::1", port: 6_381))
        #expect(refusal("MOVED 3999 :6381") == .moved(slot, host: "", port: 6_381))
        #expect(refusal("ASK 3999 node-2.example:6381") == .ask(host: "node-2.example", port: 6_381))
        for line in ["TRYAGAIN Multiple keys", "CLUSTERDOWN The cluster is down", "LOADING Redis", "READONLY You"] {
            #expect(refusal(line) == .later)
        }
        let script = "ERR Script attempted to access a non local key in a cluster node script: x"
        #expect(refusal(script, isReadOnly: true) == .later)
        // It may have written before.
        #expect(refusal(script) == nil)
        for line in [
            "MOVED", "MOVED 3999", "MOVED x 127.0.0.1:1", "MOVED 16384 a:1", "MOVED 1 a", "MOVED 1 a:", "MOVED 1 a:0",
            "MOVED 1 a:65536", "ASK 1 ?:6379", "ASK 1 a:1 b", "WRONGTYPE Operation", "OOM command",
        ] {
            #expect(refusal(line) == nil, "\(line)")
        }
    }

    private static func range(_ first: Int64, _ last: Int64, _ nodes: [(String, Int64)]) -> RESPValue {
        .array(
            [.integer(first), .integer(last)]
                + nodes.map { .array([.bulk(Array($0.0.utf8)), .integer($0.1), .bulk(Array("id".utf8)), .array([])]) }
        )
    }
}
