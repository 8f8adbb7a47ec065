//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Testing

@testable import ConformanceChecks

/// The sentences about workers and what is in front of them, for answers with all kinds of header fields.
///
/// `Scripts/tables` writes the file; what changes in it is read before it is committed.
@Suite struct WorkersToldTests {
    private static let path = "Tests/ConformanceChecksTests/Fixtures/workers.txt"

    /// The header fields of the answers, by their number.
    private typealias Fields = @Sendable (Int) -> [String: String]

    private static let fields: [(text: String, fields: Fields)] = [
        ("no field", { _ in [:] }),
        ("x-served-by, one value", { _ in ["x-served-by": "pod-1"] }),
        ("x-served-by, one value that ends in 2", { _ in ["x-served-by": "pod-2"] }),
        ("x-served-by, two values", { ["x-served-by": "pod-\($0 % 2)"] }),
        ("x-served-by, an empty value", { _ in ["x-served-by": ""] }),
        ("x-host, one value", { _ in ["x-host": "a"] }),
        ("x-host, two values, two answers of one", { ["x-host": $0 < 2 ? "a" : "b"] }),
        ("x-host, a value in each third answer", { $0 % 3 == 0 ? ["x-host": "h\($0 % 2)"] : [:] }),
        ("x-host, 20 values of three answers each", { ["x-host": "h\($0 / 3)"] }),
        ("x-host, 30 values of two answers each", { ["x-host": "h\($0 / 2)"] }),
        ("x-host with hit and miss", { ["x-host": $0 % 2 == 0 ? "Hit" : "MISS"] }),
        ("x-host of a cache", { ["x-cache-host": "h\($0 % 2)"] }),
        ("x-node and x-pod, as many values", { ["x-pod": "p\($0 % 2)", "x-node": "n\($0 / 2 % 2)"] }),
        ("x-node and x-pod, more pods", { ["x-pod": "p\($0 % 3)", "x-node": "n\($0 % 2)"] }),
        ("x-node and x-pod, more nodes", { ["x-pod": "p\($0 % 2)", "x-node": "n\($0 % 3)"] }),
        ("server-timing with a name", { ["server-timing": "pod-\($0 % 2);dur=\($0).5"] }),
        ("server-timing with a description", { ["server-timing": "app;desc=\"pod-\($0 % 2)\";dur=3"] }),
        ("server-timing of a cache", { ["server-timing": "cache;desc=\($0 % 2 == 0 ? "hit" : "Miss");dur=3"] }),
        ("server-timing of a cache by name", { ["server-timing": $0 % 2 == 0 ? "hit" : "miss;dur=1"] }),
        ("server-timing of a cache and a worker", { ["server-timing": "hit, app;desc=w\($0 % 2)"] }),
        ("x-request-id counted by two processes", { ["x-request-id": counted($0, of: 2, step: 1)] }),
        (
            "x-request-id counted by four processes in large steps",
            { ["x-request-id": counted($0, of: 4, step: 99_999)] }
        ),
        ("x-request-id counted in too large steps", { ["x-request-id": counted($0, of: 2, step: 100_000)] }),
        ("x-request-id counted by one process", { ["x-request-id": counted($0, of: 1, step: 1)] }),
        ("x-request-id counted, one after the other", { ["x-request-id": counted($0 / 30, of: 2, step: 1)] }),
        ("x-request-id counted by 64 processes", { ["x-request-id": counted($0, of: 64, step: 1)] }),
        ("request-id counted by two processes", { ["request-id": counted($0, of: 2, step: 1)] }),
        (
            "x-request-id with like beginnings",
            { ["x-request-id": "38752c88" + counted($0, of: 2, step: 1).dropFirst(8)] }
        ),
        ("x-request-id that is shorter", { ["x-request-id": String(counted($0, of: 2, step: 1).dropLast())] }),
        ("server nginx", { _ in ["server": "nginx/1.2"] }),
        ("via something", { _ in ["via": "1.1 thing"] }),
        ("via varnish and cf-ray", { _ in ["via": "1.1 varnish", "cf-ray": "1"] }),
        ("empty server and via", { _ in ["server": "", "via": ""] }),
        ("a known cookie", { _ in ["set-cookie": "AWSALB=1; path=/"] }),
        ("an unknown cookie", { _ in ["set-cookie": "a=1"] }),
    ]

    private static func counted(_ index: Int, of processes: Int, step: Int) -> String {
        // Digits that differ from the first on.
        let process = String(UInt64(index % processes + 1) &* 0x1f3d_5b79_a8c6_e427, radix: 16)
        let number = String(0x1000 + index / processes * step, radix: 16)
        return String((process + "0000000000000000").prefix(16)) + String(("0000000000000000" + number).suffix(16))
    }

    @Test func `what is told of workers by header fields is as it is written down`() throws {
        var lines = ["Workers and fronts by the header fields of sixty answers. Written by Scripts/tables."]
        for (text, fields) in Self.fields {
            for worker in [nil, "1"] {
                let seen = WorkersSeen(Self.history(fields, worker: worker))
                let names = seen.names.joined(separator: " ")
                lines.append("\(text), \(worker == nil ? "unnamed" : "named alike"): \(seen.sentence); \(names)")
            }
        }
        try Repository.expect(Self.path, toBe: lines.joined(separator: "\n") + "\n")
    }

    private static func history(_ fields: Fields, worker: String?) -> History {
        let initiation = Exchange.initiate("scan_a", at: 0, body: "{}")
        let polls = (1..<60).map { Exchange.poll("scan_a", at: Double($0), .scanning, 7) }
        let exchanges = ([initiation] + polls).enumerated().map { index, exchange in
            exchange.with { exchange in
                exchange.outcome.changeResponse {
                    $0.worker = worker
                    $0.headers = HeaderFields(fields(index))
                }
            }
        }
        return History(exchanges, groups: [.status, .rates])
    }

    // MARK: - Whose answer it is

    @Test(
        arguments: [
            // The application's own fields: no page and no other server makes an answer a proxy's.
            (["x-request-id": "r"], [:], "", "unnamed"),
            (["x-request-id": "r"], ["server": "other"], "", "other"),
            (["x-request-id": "r"], ["server": "app"], "", nil),
            (["x-request-id": "r"], ["x-request-id": "s", "server": "other"], "", nil),
            (["x-a": "1", "x-b": "2"], ["server": "other"], "", nil),
            (["x-a": "1", "x-b": "2", "x-c": "3"], ["server": "other"], "", "other"),
            ([:], ["server": "caddy"], "", "Caddy"),
            ([:], ["server": "caddy"], "body", nil),
            ([:], ["server": "caddy", "via": "1.1 Caddy"], "", nil),
            ([:], [:], "<h1>x</h1> No server is available to handle this request.", "HAProxy"),
            ([:], [:], "No server is available to handle this request.", nil),
            ([:], [:], String(repeating: " ", count: 3980) + "no healthy upstream", "Envoy"),
            ([:], [:], String(repeating: " ", count: 3981) + "no healthy upstream", "Envoy"),
            ([:], [:], String(repeating: " ", count: 3982) + "no healthy upstream", nil),
        ] as [([String: String], [String: String], String, String?)]
    )
    func `an answer is a proxy's by its page, or by the fields that it lacks`(
        own: [String: String],
        fields: [String: String],
        body: String,
        answerer: String?
    ) throws {
        var history = Self.history({ _ in own.merging(["server": "app"]) { $1 } }, worker: nil)
        let last = history.events.indices.last ?? 0
        for status in [404, 502] {
            history.setOutcome(.answered(Response(status: status, headers: HeaderFields(fields), body: body)), at: last)
            #expect(Front(history).answerer(of: history.events[last]) == answerer)
        }
        history.setOutcome(.answered(Response(status: 299, headers: HeaderFields(fields), body: body)), at: last)
        #expect(Front(history).answerer(of: history.events[last]) == nil)
    }
}
