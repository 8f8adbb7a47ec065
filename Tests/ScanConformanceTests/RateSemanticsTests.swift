//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import ScanConformance
import ScanRequirements
import Testing

@Suite struct RateSemanticsTests {
    private let start = Exchange.initiate("scan_a", at: 0, body: "{}")

    private func judge(_ polls: [Exchange], groups: [String] = Plan.allGroups) -> Judgement {
        Judge.judge(History([self.start] + polls, groups: groups))
    }

    private func polls(_ count: Int, _ outcome: (Int) -> Outcome?) -> [Exchange] {
        (0..<count).map { index in
            let poll = Exchange.poll("scan_a", at: 1 + Double(index), .scanning, 7)
            return poll.with { exchange in outcome(index).map { exchange.outcome = $0 } }
        }
    }

    @Test func `a deployment that finds every scan but goes back after complete fails the correct rate`() {
        let polls = (0..<100).map { index in
            let isStale = index % 25 >= 8
            return Exchange.poll(
                "scan_a",
                at: 10 + Double(index),
                isStale ? .scanning : .complete,
                isStale ? 9 : 14,
                found: 2
            )
        }
        let judgement = self.judge(polls)
        #expect(judgement.rates.statusFound.rate == 1)
        #expect(judgement["RATE-001"]?.verdict == .passed)
        #expect(judgement.rates.statusCorrect.successes == 32)
        #expect(judgement["RATE-002"]?.verdict.name == "failed")
        #expect(judgement["STAT-004"]?.verdict.name == "failed")
        #expect(judgement.grade == .f)
    }

    @Test(arguments: [
        Outcome.status(503), .status(500), .status(401), .status(429), .failure(.timedOut), .failure(.connectionLost),
    ])
    func `an answer without knowledge fails the rate and contradicts nothing`(outcome: Outcome) {
        let judgement = self.judge(self.polls(100) { $0 % 4 == 0 ? outcome : nil })
        #expect(judgement.rates.statusFound.successes == 75)
        #expect(judgement["RATE-001"]?.verdict.name == "failed")
        #expect(judgement["STAT-001"]?.verdict == .passed)
        #expect(judgement["STAT-002"]?.verdict == .passed)
        #expect(judgement["STAT-003"]?.verdict == .passed)
    }

    @Test func `failures of the prober are no trials`() {
        let judgement = self.judge(self.polls(100) { $0 % 4 == 0 ? .failure(.harness) : nil })
        #expect(judgement.rates.statusFound.trials == 75)
        #expect(judgement["RATE-001"]?.verdict == .passed)
    }

    @Test func `fewer than 59 polls never pass, however flawless`() {
        #expect(self.judge(self.polls(58) { _ in nil })["RATE-001"]?.verdict.name == "inconclusive")
        #expect(self.judge(self.polls(59) { _ in nil })["RATE-001"]?.verdict == .passed)
    }

    @Test func `8 of 100 polls lost do not pass and 3 of 300 do not fail the rate`() {
        let lossy = self.judge(self.polls(100) { $0 % 12 == 0 ? .notFound() : nil })
        #expect(lossy["RATE-001"]?.verdict.name != "passed")
        let nearly = self.judge(self.polls(300) { $0 % 100 == 50 ? .notFound() : nil })
        #expect(nearly["RATE-001"]?.verdict == .passed)
        #expect(nearly["STAT-002"]?.verdict.name == "failed")
        #expect(nearly.grade == .d)
    }

    @Test func `a few flawless results reads pass for now and the report says so`() throws {
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14, found: 3)
        let reads = (0..<5).map { Exchange.results("scan_a", at: 3 + Double($0), listed: 3, digest: "d") }
        let ruling = try #require(self.judge([complete] + reads)["RATE-003"])
        #expect(ruling.verdict == .passed)
        #expect(ruling.finding.summary.contains("sample too small for a 95 % claim"))
        let one = self.judge([complete] + reads.dropLast() + [reads[4].with { $0.outcome = .status(503) }])
        #expect(one["RATE-003"]?.verdict.name == "inconclusive")
        #expect(one["RES-001"]?.verdict == .passed)
    }

    @Test func `the rate limit of the contract is no failed initiation, a stricter one is`() {
        func initiations(_ count: Int, refusedFrom limit: Int) -> [Exchange] {
            (0..<count).map { index in
                let exchange = Exchange.initiate("scan_\(index)", at: 1 + Double(index) / 10, body: #"{"n":\#(index)}"#)
                return exchange.with { if index >= limit { $0.outcome = .status(429) } }
            }
        }
        #expect(Judge.judge(History(initiations(40, refusedFrom: 30))).rates.initiate.trials == 30)
        let strict = Judge.judge(History(initiations(40, refusedFrom: 10))).rates.initiate
        #expect(strict.successes == 10)
        #expect(strict.decision == .failed)
    }
}
