//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Testing

@testable import ConformanceChecks

/// The workers that a report tells of, and the worth of a pass without several of them.
@Suite struct WorkersSeenTests {
    /// A hundred flawless polls, each answered with the given worker and header fields.
    private func history(
        worker: (Int) -> String? = { _ in nil },
        headers: (Int) -> HeaderFields = { _ in [:] }
    ) -> History {
        let polls = (0..<100).map { index in
            Exchange.poll("scan_a", at: 1 + Double(index), .scanning, 7).with { exchange in
                exchange.outcome.changeResponse {
                    $0.worker = worker(index)
                    $0.headers = headers(index)
                }
            }
        }
        return History([.initiate("scan_a", at: 0, body: "{}")] + polls, groups: [.status, .rates])
    }

    @Test func `workers are counted by the names in the profile's field`() {
        let seen = WorkersSeen(history(worker: { "w\($0 % 3)" }))
        #expect(seen.count == 3)
        #expect(seen.sentence == "3 workers")
        #expect(Judge.judge(history(worker: { "w\($0 % 3)" }))["RATE-001"]?.verdict == .passed)
    }

    @Test(arguments: ["server-timing", "via", "x-served-by", "x-backend-server", "fly-instance-id"])
    func `a field that names workers is found by itself where it takes several values`(field: String) {
        let seen = WorkersSeen(
            history(headers: {
                [
                    field: field == "server-timing"
                        ? "app;desc=\"pod-\($0 % 2)\", total;dur=\($0).5" : "1.1 pod-\($0 % 2)"
                ]
            })
        )
        #expect(seen.count == 2)
        #expect(seen.field == field)
    }

    @Test(
        arguments: [
            ["x-upstream-status": ["200", "404"]], ["x-cache-server": ["HIT", "MISS"]],
            ["x-server-time": ["1", "2"]], ["x-color": ["red", "blue"]],
        ]
    )
    func `a field that is about something else names nobody`(field: [String: [String]]) {
        let seen = WorkersSeen(history(headers: { index in HeaderFields(field.mapValues { $0[index % $0.count] }) }))
        #expect(seen.count == nil)
        #expect(seen.sentence.hasPrefix("unknown: answers name none"))
    }

    @Test func `a value that is new in every answer is a request's and no worker's`() {
        #expect(WorkersSeen(history(headers: { ["x-host-id": "r\($0)"] })).count == nil)
    }

    @Test func `one worker behind a proxy proves nothing about others`() throws {
        let judgement = Judge.judge(history(worker: { _ in "1" }, headers: { _ in ["server": "nginx/1.22.1"] }))
        #expect(judgement.overall != .pass)
        #expect(judgement["RATE-001"]?.verdict.kind == .inconclusive)
        #expect(judgement["STAT-002"]?.finding.summary.contains("--replica") == true)
        #expect(judgement.workers.sentence.hasPrefix("1 worker; behind nginx"))
    }

    @Test func `where nobody tells how many workers there are a proxy leaves it undecided, and its absence a remark`() {
        let behind = Judge.judge(history(headers: { _ in ["server": "nginx"] }))
        #expect(behind["RATE-001"]?.verdict.kind == .inconclusive)
        #expect(behind.workers.sentence.contains("all connections may have been led to one of several"))
        let plain = Judge.judge(history())
        #expect(plain["RATE-001"]?.verdict == .passed)
        #expect(plain.workers.limit == "unknown how many workers")
        #expect(WorkersSeen(history(worker: { "w\($0 % 2)" })).limit == nil)
        var declared = history(worker: { _ in "1" })
        declared.header.access.expectedWorkers = 1
        #expect(WorkersSeen(declared).limit == nil)
    }

    @Test func `processes that all call themselves the same are told apart by the ids that they count`() {
        let starts = ["38752c88bdb8430c", "41a9f5f229375403", "ef534d3f16a0fec7"]
        func id(_ index: Int) -> String {
            let number = String(0x7a5e_b951_86d9_4ac8 + index / 3, radix: 16)
            return starts[index % 3] + number
        }
        let seen = WorkersSeen(history(worker: { _ in "1" }, headers: { ["x-request-id": id($0)] }))
        #expect(seen.count == 3)
        #expect(seen.sentence == "3 workers (told by x-request-id)")
    }

    @Test(arguments: [("ABABABCACA", nil), ("ABABABCACAC", 3)])
    func `a process has answered three times at least before its ids count`(order: String, count: Int?) {
        let letters = Array(order)
        let seen = WorkersSeen(
            history(headers: { index in
                guard index < letters.count else { return [:] }
                let start = String(repeating: letters[index].lowercased(), count: 16)
                return ["x-request-id": start + String(0x7a5e_b951_86d9_4ac8 + index, radix: 16)]
            })
        )
        #expect(seen.count == count)
    }

    @Test(arguments: [0, 1, 2])
    func `ids that are random, or begin with a time, tell nothing about processes`(kind: Int) {
        var random = SplitMix64(seed: 4)
        let seen = WorkersSeen(
            history(headers: { index in
                let hour = "20261128200000\(index < 50 ? "00" : "01")"
                func digits(_ number: UInt64) -> String {
                    let text = String(number, radix: 16)
                    return String(repeating: "0", count: 16 - text.count) + text
                }
                let id =
                    switch kind {
                    case 0: digits(random.next()) + digits(random.next())
                    case 1: hour + digits(UInt64(index))
                    default: hour + digits(random.next())
                    }
                return ["x-request-id": id]
            })
        )
        #expect(seen.count == nil)
    }

    @Test func `workers that name themselves apart are not counted again by their addresses`() {
        var history = self.history(worker: { "w\($0 % 2)" })
        let addresses = ["http://10.0.0.1:8080", "http://10.0.0.2:8080"]
        history.header.access.replicas = addresses
        for position in history.events.indices.suffix(40) {
            let name = history.events[position].outcome.response?.worker
            let path = history.events[position].url.replacing("http://127.0.0.1:8080", with: "")
            history.events[position].url = addresses[name == "w0" ? 0 : 1] + path
        }
        #expect(WorkersSeen(history).names == ["w0", "w1"])
    }

    @Test func `one worker that nothing is in front of passes, and the pass says so`() {
        let judgement = Judge.judge(history(worker: { _ in "1" }))
        #expect(judgement["RATE-001"]?.verdict == .passed)
        #expect(judgement["RATE-001"]?.finding.summary.hasSuffix("; all on 1 worker") == true)
    }

    @Test(arguments: [(3, 3, true), (4, 3, false), (1, 1, true)])
    func `fewer workers than expected leave undecided what rests on crossing them`(
        expected: Int,
        seen: Int,
        passes: Bool
    ) {
        var history = self.history(worker: { "w\($0 % seen)" }, headers: { _ in ["server": "nginx"] })
        history.header.access.expectedWorkers = expected
        #expect((Judge.judge(history)["RATE-001"]?.verdict == .passed) == passes)
        #expect(WorkersSeen(history).sentence.contains("expected") == !passes)
    }

    @Test func `what was sent to a worker's own address is that worker's, whatever it calls itself`() {
        var history = self.history(worker: { _ in "1" })
        let addresses = ["http://10.0.0.1:8080", "http://10.0.0.2:8080"]
        history.header.access.replicas = addresses
        for position in history.events.indices where history.events[position].operation == .status {
            let path = history.events[position].url.replacing("http://127.0.0.1:8080", with: "")
            history.events[position].url = addresses[position % 2] + path
        }
        #expect(WorkersSeen(history).count == 2)
        #expect(WorkersSeen(history).names == ["10.0.0.1:8080", "10.0.0.2:8080"])
    }

    @Test(arguments: [2, 3])
    func `cookies of known balancers are told, and others where replaying them leads to one worker`(workers: Int) {
        var history = self.history(
            worker: { "w\($0 % workers)" },
            headers: { _ in ["set-cookie": "AWSALB=***, a=***"] }
        )
        #expect(WorkersSeen(history).cookies == ["AWSALB"])
        for position in history.events.indices.suffix(12) {
            history.events[position].intent = .replayedCookie
            history.events[position].requestHeaders = ["cookie": "a=***"]
            history.setOutcome(history.events[position].outcome.from(worker: "w1"), at: position)
        }
        #expect(WorkersSeen(history).cookies == ["AWSALB", "a"])
        // Without the cookie the same worker is met.
        for position in history.events.indices {
            history.setOutcome(history.events[position].outcome.from(worker: "w1"), at: position)
        }
        #expect(WorkersSeen(history).cookies == ["AWSALB"])
    }
}
