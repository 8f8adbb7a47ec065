//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@Suite struct RateSemanticsTests {
    private let start = Exchange.initiate("scan_a", at: 0, body: "{}")

    private func judge(_ polls: [Exchange], groups: [RequirementGroup] = Plan.allGroups) -> Judgement {
        Judge.judge(History([start] + polls, groups: groups))
    }

    private func polls(_ count: Int, _ outcome: (Int) -> Outcome?) -> [Exchange] {
        (0..<count).map { index in
            let poll = Exchange.poll("scan_a", at: 1 + Double(index), .scanning, 7)
            return poll.with { exchange in outcome(index).map { exchange.outcome = $0 } }
        }
    }

    @Test func `a deployment that finds every job but goes back after complete fails the correct rate`() {
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
        let judgement = judge(polls)
        #expect(judgement.rates.statusFound.rate == 1)
        #expect(judgement["RATE-001"]?.verdict == .passed)
        #expect(judgement.rates.statusCorrect.successes == 32)
        #expect(judgement["RATE-002"]?.verdict.kind == .failed)
        #expect(judgement["STAT-004"]?.verdict.kind == .failed)
        #expect(judgement.grade == .d)
    }

    @Test(arguments: [
        Outcome.status(503), .status(500), .status(401), .status(429), .failure(.timedOut), .failure(.connectionLost),
    ])
    func `an response without knowledge fails the rate and contradicts nothing`(outcome: Outcome) {
        let judgement = judge(polls(100) { $0 % 4 == 0 ? outcome : nil })
        #expect(judgement.rates.statusFound.successes == 75)
        #expect(judgement["RATE-001"]?.verdict.kind == .failed)
        #expect(judgement["STAT-001"]?.verdict == .passed)
        #expect(judgement["STAT-002"]?.verdict == .passed)
        #expect(judgement["STAT-003"]?.verdict == .passed)
    }

    @Test func `failures of the prober are no trials`() {
        let judgement = judge(polls(120) { $0 % 4 == 0 ? .failure(.harness) : nil })
        #expect(judgement.rates.statusFound.trials == 90)
        #expect(judgement["RATE-001"]?.verdict == .passed)
    }

    @Test func `fewer than 88 polls never pass, however flawless, and the sentence says how many more it takes`() throws
    {
        let few = try #require(judge(polls(87) { _ in nil })["RATE-001"])
        #expect(few.verdict.kind == .inconclusive)
        #expect(
            few.finding.summary.hasSuffix("takes 1 more flawless status poll, more than the plan sends"),
            "\(few.finding.summary)"
        )
        let enough = try #require(judge(polls(88) { _ in nil })["RATE-001"])
        #expect(enough.verdict == .passed)
        #expect(enough.finding.summary.contains("decided after 88 status polls"), "\(enough.finding.summary)")
        #expect(judge([])["RATE-001"]?.finding.summary.contains("88 more flawless status polls") == true)
    }

    @Test func `a deployment that loses half of its polls is failed within ten`() throws {
        let judgement = judge(polls(100) { $0 % 2 == 0 ? .notFound() : nil })
        let decidedAfter = try #require(judgement.rates.statusFound.decidedAfter)
        #expect(decidedAfter <= 10)
        let summary = try #require(judgement["RATE-001"]?.finding.summary)
        #expect(summary.contains("decided after \(decidedAfter) status polls"), "\(summary)")
    }

    @Test func `trials count in the order in which their responses came`() {
        let polls = self.polls(8) { $0 < 3 ? .notFound() : nil }
        #expect(judge(polls).rates.statusFound.decidedAfter == 2)
        // Sent first, answered last.
        let late = polls.enumerated().map { index, poll in poll.with { if index < 3 { $0.received = 200 } } }
        #expect(judge(late).rates.statusFound.decidedAfter == 8)
        // Answered at once, in the order in which they are recorded.
        let together = polls.map { $0.with { $0.received = 200 } }
        #expect(judge(together).rates.statusFound.decidedAfter == 2)
    }

    @Test(arguments: [Outcome?.none, .status(500)])
    func `a single initiation decides nothing, and no more can be had where each starts real work`(outcome: Outcome?) {
        let initiation = Exchange.initiate("scan_a", at: 0, body: "{}").with { $0.outcome = outcome ?? $0.outcome }
        var history = History([initiation])
        history.header.plan.rates.maximumInitiations = 0
        history.header.access.offers.remove(.filters)
        let verdict = Judge.judge(history)["RATE-004"]?.verdict.kind
        #expect(verdict == (outcome == nil ? .skipped : .inconclusive))
    }

    @Test func `8 of 100 polls lost do not pass and 3 of 300 do not fail the rate`() {
        let lossy = judge(polls(100) { $0 % 12 == 0 ? .notFound() : nil })
        #expect(lossy["RATE-001"]?.verdict.kind != .passed)
        let nearly = judge(polls(300) { $0 % 100 == 50 ? .notFound() : nil })
        #expect(nearly["RATE-001"]?.verdict == .passed)
        #expect(nearly["STAT-002"]?.verdict.kind == .failed)
        #expect(nearly.grade == .d)
    }

    @Test func `a few results reads decide nothing, however flawless`() throws {
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14, found: 3)
        let reads = (0..<5).map { Exchange.results("scan_a", at: 3 + Double($0), listed: 3, digest: "d") }
        let ruling = try #require(judge([complete] + reads)["RATE-003"])
        #expect(ruling.verdict.kind == .inconclusive)
        #expect(ruling.finding.summary.contains("takes 83 more flawless results reads"), "\(ruling.finding.summary)")
        let one = judge([complete] + reads.dropLast() + [reads[4].with { $0.outcome = .status(503) }])
        #expect(one["RATE-003"]?.verdict.kind == .inconclusive)
        #expect(one["RES-001"]?.verdict == .passed)
    }

    @Test func `an initiation that is answered with a job that exists is a trial, too`() {
        let joins = (0..<87).map { Exchange.initiate("scan_a", at: 1 + Double($0) * 3, body: "{}") }
            .map { $0.with { $0.outcome = $0.outcome.said(.scanning) } }
        let judgement = judge(joins)
        #expect(judgement.rates.initiate.trials == 88)
        #expect(judgement["RATE-004"]?.verdict == .passed)
        #expect(judgement["INIT-002"]?.verdict == .passed)
    }

    @Test func `scans without a fault are a claim of their own`() {
        let jobs = (0..<10).flatMap { number in
            [Exchange.initiate("scan_\(number)", at: 0.1 * Double(number), body: #"{"n":\(number)}"#)]
                + (0..<20).map { Exchange.poll("scan_\(number)", at: 5 + Double($0), .scanning, 7) }
        }
        let sound = Judge.judge(History(jobs)).rates
        #expect(sound.statusCorrect.decision == .passed)
        #expect(sound.jobsFlawless.successes == 10)
        #expect(sound.jobsFlawless.trials == 10)
        #expect(abs(sound.jobsFlawless.lower - 0.7411344491) < 1e-9)
        // One lost poll in one job: the rate still passes, nine of ten jobs are flawless.
        let lossy = jobs.enumerated().map { index, exchange in
            exchange.with { if index == 200 { $0.outcome = .notFound() } }
        }
        let rates = Judge.judge(History(lossy)).rates
        #expect(rates.statusFound.decision == .passed)
        #expect(rates.jobsFlawless.successes == 9)
    }

    @Test func `the plan says how sure a decision has to be`() {
        let polls = self.polls(88) { _ in nil }
        let strict = Judge.judge(History([start] + polls) { $0.rates.alpha = 0.001 })
        #expect(strict["RATE-001"]?.verdict.kind == .inconclusive)
    }

    private func initiations(_ count: Int, refusedFrom limit: Int, from start: Double = 61) -> [Exchange] {
        (0..<count).map { index in
            let time = start + Double(index) / 10
            let exchange = Exchange.initiate("scan_\(index)", at: time, body: #"{"n":\#(index)}"#)
            return exchange.with { if index >= limit { $0.outcome = .status(429) } }
        }
    }

    @Test func `the rate limit of the contract is no failed initiation, a stricter one is`() {
        #expect(Judge.judge(History(initiations(40, refusedFrom: 30))).rates.initiate.trials == 30)
        let strict = Judge.judge(History(initiations(40, refusedFrom: 10))).rates.initiate
        #expect(strict.successes == 10)
        #expect(strict.decision == .failed)
    }

    @Test func `a quota that may have been used up before the run accuses nobody`() {
        let refused = Judge.judge(History(initiations(40, refusedFrom: 0, from: 0.1)))
        #expect(refused.overall == .inconclusive)
        #expect(refused.rates.initiate.trials == 0)
        for id in ["INIT-001", "RATE-004"] {
            guard case .inconclusive(let missing) = refused[id]?.verdict else {
                Issue.record("\(id) is not inconclusive")
                continue
            }
            #expect(missing.contains("used up before the run"))
        }
        // Whoever refuses after a minute without initiations has a limit that is not the contract's.
        let stubborn = Judge.judge(History(initiations(40, refusedFrom: 0)))
        #expect(stubborn.overall == .fail)
        #expect(stubborn.rates.initiate.decision == .failed)
    }
}
