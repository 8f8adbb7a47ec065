//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Testing

@testable import RedisClient

@Suite struct RedisCommandTests {
    private static let script = RedisScript("return 1", isReadOnly: true)

    private static let cases: [(RedisCommand, String)] = [
        (.get("k"), "GET k"),
        (.mget(["a", "b"]), "MGET a b"),
        (.set("k", "v"), "SET k v"),
        (.set("k", 5, lifetime: .milliseconds(1_500), condition: .ifAbsent), "SET k 5 PX 1500 NX"),
        (.incr("k"), "INCR k"),
        (.del(["a", "b"]), "DEL a b"),
        (.exists(["a"]), "EXISTS a"),
        (.pttl("k"), "PTTL k"),
        (.pexpire("k", .microseconds(1)), "PEXPIRE k 1"),
        (.scan(), "SCAN 0"),
        (.scan("17", match: "a*", count: 50), "SCAN 17 MATCH a* COUNT 50"),
        (.hgetall("k"), "HGETALL k"),
        (.hget("k", "f"), "HGET k f"),
        (.hset("k", [("f", "v"), ("g", -2)]), "HSET k f v g -2"),
        (.zadd("k", [(1.5, "m"), (2, "n")]), "ZADD k 1.5 m 2.0 n"),
        (.zrem("k", ["m"]), "ZREM k m"),
        (.zrange("k", from: 0, through: -1, isReversed: true), "ZRANGE k 0 -1 REV"),
        (.zremrangebyscore("k", -.infinity, 7), "ZREMRANGEBYSCORE k -inf 7.0"),
        (.xadd("s", [("f", "v")]), "XADD s * f v"),
        (
            .xreadgroup("s", group: "g", consumer: "c", count: 1, block: .seconds(2)),
            "XREADGROUP GROUP g c COUNT 1 BLOCK 2000 STREAMS s >"
        ),
        (.xreadgroup("s", group: "g", consumer: "c", id: "0"), "XREADGROUP GROUP g c STREAMS s 0"),
        (.xreadgroup("s", group: "g", consumer: "c", block: .zero), "XREADGROUP GROUP g c BLOCK 1 STREAMS s >"),
        (.xack("s", group: "g", ids: ["1-0", "2-0"]), "XACK s g 1-0 2-0"),
        (.xdel("s", ids: ["1-0"]), "XDEL s 1-0"),
        (.xlen("s"), "XLEN s"),
        (
            .xautoclaim("s", group: "g", consumer: "c", minimumIdle: .seconds(30), count: 10),
            "XAUTOCLAIM s g c 30000 0-0 COUNT 10"
        ),
        (
            .xclaim("s", group: "g", consumer: "c", minimumIdle: .zero, ids: ["1-0"], justID: true),
            "XCLAIM s g c 0 1-0 JUSTID"
        ),
        (.xgroupCreate("s", group: "g"), "XGROUP CREATE s g 0 MKSTREAM"),
        (.ping, "PING"),
        (.time, "TIME"),
        (.dbsize, "DBSIZE"),
        (.auth(user: nil, password: "p"), "AUTH p"),
        (.auth(user: "u", password: "p"), "AUTH u p"),
        (.select(3), "SELECT 3"),
        (.clientSetName("n"), "CLIENT SETNAME n"),
        (
            .evalsha(Self.script, keys: ["k"], arguments: ["a"]),
            "EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 1 k a"
        ),
    ]

    @Test func `each command has the words that Redis documents`() {
        for (command, words) in Self.cases {
            let actual = command.words.words.map { String(decoding: $0, as: UTF8.self) }
            #expect(actual.joined(separator: " ") == words)
        }
    }

    @Test func `a script is named by the digest that Redis gives it`() {
        #expect(RedisScript("return 1").digest == "e0e1f9fabfc9d4800c877a703b823ac0578ff8db")
        #expect(RedisScript("").digest == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    }

    @Test func `only commands that change nothing are marked as such`() {
        let readOnly = Set(Self.cases.map(\.0).filter(\.isReadOnly).map(\.name))
        let expected: Set = [
            "GET", "MGET", "EXISTS", "PTTL", "SCAN", "HGETALL", "HGET", "ZRANGE", "XLEN", "PING", "TIME", "DBSIZE",
            "EVALSHA",
        ]
        #expect(readOnly == expected)
    }

    @Test func `times are rounded up to milliseconds`() {
        #expect(Duration.zero.wholeMilliseconds == 0)
        #expect(Duration.nanoseconds(1).wholeMilliseconds == 1)
        #expect(Duration.milliseconds(1_001).wholeMilliseconds == 1_001)
        #expect(Duration.microseconds(1_001).wholeMilliseconds == 2)
    }

    @Test func `an error quotes nothing in its description and the server in its debug description`() {
        let error = RedisError.server(RESPError(prefix: "WRONGTYPE", message: "key 'k' holds 'v'"))
        #expect(error.description == "Redis server: the server refused with WRONGTYPE (replied)")
        #expect(error.debugDescription.hasSuffix("WRONGTYPE key 'k' holds 'v'"))
    }
}
