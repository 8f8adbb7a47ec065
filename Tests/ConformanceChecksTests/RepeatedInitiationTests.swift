//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// Verdicts on repeated initiations with the same filters.
@Suite struct RepeatedInitiationTests {
    private let start = Exchange.initiate("scan_a", at: 0, body: "{}")

    private func again(
        _ id: String,
        _ intent: Event.Intent,
        at sent: Double,
        took: Double = 0.02,
        body: String = "{}",
        state: JobState = .initiated
    ) -> Exchange {
        Exchange.initiate(id, at: sent, took: took, body: body, state: state).with {
            $0.intent = intent
            $0.job = "twin-1"
            if intent != .twin { $0.jobID = "scan_a" }
        }
    }

    private func judge(_ exchanges: Exchange...) -> Judgement { Judge.judge(History([start] + exchanges)) }

    @Test func `a join that arrives when the job has just completed is answered with its id all the same`() {
        let complete = Exchange.poll("scan_a", at: 2, took: 0.5, .complete, 14)
        let join = again("scan_a", .joins, at: 2.2, state: .complete)
        let judgement = judge(complete, join)
        #expect(judgement["INIT-005"]?.verdict == .passed)
        #expect(judgement["INIT-002"]?.verdict == .passed)
    }

    @Test func `a join may be told in the words of a new job`() {
        #expect(judge(again("scan_a", .joins, at: 1))["INIT-002"]?.verdict == .passed)
    }

    @Test func `filters of a job that failed may start another one`() {
        let failed = Exchange.poll("scan_a", at: 1, .failed, 3)
        let join = again("scan_b", .joins, at: 1.01)
        #expect(judge(failed, join)["INIT-005"]?.verdict.kind == .inconclusive)
    }

    /// A forced job with the same filters, and whether a join that names it is evidence.
    struct Forced: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sent = 0.5
        var took = 0.02
        var body = #"{"force_refresh":true}"#
        var outcome: Outcome?
        var isEvidence: Bool
    }

    static let forced = [
        Forced(testDescription: "before the join", isEvidence: false),
        Forced(testDescription: "while the join was on its way", sent: 1.5, took: 1, isEvidence: false),
        Forced(testDescription: "without an answer", outcome: .failure(.timedOut), isEvidence: false),
        Forced(testDescription: "after the join was answered", sent: 3.5, isEvidence: true),
        Forced(testDescription: "when the running job was begun", sent: -1, took: 1, isEvidence: true),
        Forced(testDescription: "not forced", body: "{}", isEvidence: true),
        Forced(
            testDescription: "with other filters",
            body: #"{"force_refresh":true,"symbols":["BTC/USDT"]}"#,
            isEvidence: true
        ),
    ]

    @Test(arguments: forced) func `a join may be answered with what another request forced meanwhile`(forced: Forced) {
        let other = again("scan_b", .afterErrors, at: forced.sent, took: forced.took, body: forced.body).with {
            $0.jobID = nil
            if let outcome = forced.outcome { $0.outcome = outcome }
        }
        let ruling = judge(other, again("scan_b", .joins, at: 1, took: 2))["INIT-005"]
        #expect(ruling?.verdict.kind == (forced.isEvidence ? .failed : .inconclusive))
    }

    @Test(arguments: [("{}", true), (#"{"symbols":["BTC/USDT"]}"#, false)])
    func `a join that is refused after bad input counts where such a request was accepted`(body: String, counts: Bool) {
        let job = again("scan_c", .afterErrors, at: 2, body: #"{"force_refresh":true}"#).with {
            $0.jobID = nil
            $0.job = "after-errors"
        }
        let refused = again("", .joins, at: 3, body: body).with {
            $0.job = "after-errors"
            $0.outcome = .status(422)
        }
        var history = History([start, job, refused])
        history.header.plan.groups = [.errors]
        #expect(Judge.judge(history)["ERR-010"]?.verdict.kind == (counts ? .failed : .inconclusive))
    }

    @Test(arguments: [Outcome.status(503), .status(429), .failure(.timedOut)])
    func `a join without an response says nothing`(outcome: Outcome) {
        let join = again("scan_b", .joins, at: 1).with { $0.outcome = outcome }
        #expect(judge(join)["INIT-005"]?.verdict.kind == .inconclusive)
    }

    @Test func `one initiation without an id is told as such, and not as that nothing can be begun`() throws {
        let nameless = start.with { $0.outcome.changeResponse { $0.parsed?.jobID = nil } }
        let refused = Exchange.initiate("scan_b", at: 1, body: "{}").with { $0.outcome = .status(422) }
        let finding = try #require(Judge.judge(History([nameless, refused]))["INIT-001"]?.finding)
        #expect(finding.verdict.kind == .failed)
        #expect(finding.summary == "1 of 1 initiation had no id within 2 s")
    }

    @Test func `a join that was started anew is told with both ids`() throws {
        let ruling = try #require(judge(again("scan_b", .joins, at: 1))["INIT-005"])
        #expect(ruling.finding.summary == "1 of 1 initiation of a running scan started another scan")
        #expect(
            ruling.verdict.evidence.first?.note.contains("it has the id scan_b, the running scan is scan_a") == true
        )
    }

    @Test func `a plan that asks for none of it skips it and says so`() {
        let judgement = judge()
        #expect(judgement["INIT-005"]?.verdict == .skipped(reason: "the plan does not initiate a running scan again"))
        #expect(judgement["INIT-006"]?.verdict == .skipped(reason: "the plan does not refresh a scan"))
        #expect(judgement["INIT-007"]?.verdict == .skipped(reason: "the plan sends no two initiations at once"))
        #expect(judgement["INIT-008"]?.verdict == .skipped(reason: "the plan initiates no scan with filters"))
        #expect(judgement["RES-011"]?.verdict == .skipped(reason: "the plan initiates no scan with filters"))
    }

    @Test func `a refresh passes only when the old job was polled and read afterwards`() {
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14)
        let refresh = again("scan_b", .refreshes, at: 3, body: #"{"force_refresh":true}"#)
        let poll = Exchange.poll("scan_a", at: 4, .complete, 14)
        let read = Exchange.results("scan_a", at: 5, listed: 3, digest: "d")
        #expect(
            judge(complete, refresh, poll)["INIT-006"]?.verdict
                == .inconclusive(missing: "a results read of the old scan after it")
        )
        #expect(judge(complete, refresh, poll, read)["INIT-006"]?.verdict == .passed)
    }

    @Test func `a refresh may join a job with the same filters that still runs, but not one that has ended`() {
        let running = Exchange.initiate("scan_b", at: 2.5, body: #"{"force_refresh":true}"#)
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14)
        let seen: [Exchange] = [
            .poll("scan_a", at: 4, .complete, 14), .results("scan_a", at: 5, listed: 3, digest: "d"),
        ]
        func verdict(_ state: JobState, took: Double = 0.02) -> Verdict.Kind? {
            let refresh = again("scan_b", .refreshes, at: 3, body: #"{"force_refresh":true}"#, state: state)
            let poll = Exchange.poll("scan_b", at: 2.7, took: took, state, state == .complete ? 14 : 3)
            let history = History([start, complete, running, poll, refresh] + seen)
            return Judge.judge(history)["INIT-006"]?.verdict.kind
        }
        #expect(verdict(.scanning) == .passed)
        #expect(verdict(.complete) == .failed)
        #expect(verdict(.complete, took: 0.3) == .passed, "the refresh was sent when the answer came")
    }

    @Test func `two courses of one job do not use up each other's polls`() {
        let polls = (0..<40).map { Exchange.poll("scan_a", at: 1 + Double($0) / 10, .scanning, 2) }
        let second = Exchange.initiate("scan_a", at: 0.5, body: "{}", state: .scanning)
        func verdict(_ exchanges: [Exchange]) -> Verdict.Kind? {
            Judge.judge(History(exchanges + polls) { $0.jobs.maximumPolls = 40 })["STAT-005"]?.verdict.kind
        }
        #expect(verdict([start]) == .failed)
        #expect(verdict([start, second]) == .inconclusive)
    }

    @Test func `an old job that is not found before the refresh was answered is not the refresh's fault`() {
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14)
        let refresh = again("scan_b", .refreshes, at: 3, took: 1, body: #"{"force_refresh":true}"#)
        let lost = Exchange.poll("scan_a", at: 3.5, .complete, 14).with { $0.outcome = .notFound() }
        let judgement = judge(complete, refresh, lost)
        #expect(judgement["INIT-006"]?.verdict.kind == .inconclusive)
        #expect(judgement["STAT-002"]?.verdict.kind == .failed)
    }

    @Test func `twins that did not overlap prove nothing`() {
        let twins = judge(again("scan_b", .twin, at: 1), again("scan_c", .twin, at: 1.5))
        #expect(twins["INIT-007"]?.verdict.kind == .inconclusive)
        let overlapping = judge(
            again("scan_b", .twin, at: 1, took: 0.6),
            again("scan_c", .twin, at: 1.5)
        )
        #expect(overlapping["INIT-007"]?.verdict.kind == .failed)
    }

    @Test func `a twin that is answered first acknowledges the job`() {
        let slow = again("scan_b", .twin, at: 1, took: 3)
        let quick = again("scan_b", .twin, at: 1.01, took: 0.1)
        let lost = Exchange.poll("scan_b", at: 2, .scanning).with { $0.outcome = .notFound() }
        #expect(judge(slow, quick, lost)["STAT-001"]?.verdict.kind == .failed)
    }

    @Test(arguments: [
        (#"{"symbols":["BTC/USDT","ETH/USDT"]}"#, #"{"symbols":" eth/usdt, BTC/USDT","strategy_ids":null}"#, true),
        (#"{"strategy_types":["spot"]}"#, #"{"opportunity_type":["SPOT"],"force_refresh":true}"#, true),
        (#"{"symbols":["BTC/USDT"]}"#, #"{"symbols":["ETH/USDT"]}"#, false),
        (#"{"min_profit_potential":10}"#, #"{"min_profit_potential":10.0}"#, true),
        (#"{"include_strategy_recommendations":false}"#, "{}", false),
    ])
    func `the same filters are the same however they are written`(one: String, other: String, areSame: Bool) {
        let judgement = Judge.judge(
            History([
                .initiate("scan_x", at: 1, body: one), .initiate("scan_x", at: 2, body: other, state: .scanning),
            ])
        )
        #expect(judgement["INIT-002"]?.verdict.kind == (areSame ? .passed : .failed))
    }

    @Test(arguments: [
        (#"{"filters":{"symbols":["ETHUSDT","BTC/USDT"],"asset_tiers":[]}}"#, true),
        (#"{"data":{"filters":{"symbols":"btc/usdt, eth/usdt"}}}"#, true),
        (#"{"filters":{"symbols":["BTC/USDT"]}}"#, false), (#"{"filters":{}}"#, false), (#"{}"#, false),
    ])
    func `an echo may be written otherwise, but not say otherwise`(body: String, isRight: Bool) {
        let initiation = Exchange.initiate("scan_x", at: 1, body: #"{"symbols":["BTC/USDT","ETH/USDT"]}"#).with {
            $0.outcome.changeResponse { $0.body = body }
        }
        #expect(Judge.judge(History([initiation]))["INIT-008"]?.verdict.kind == (isRight ? .passed : .failed))
    }

    @Test func `requests with bad input use up the rate limit, too`() {
        let bad = (0..<30).map { index in
            start.with {
                $0.intent = .malformedJSON
                $0.sent = 61 + Double(index) / 10
                $0.received = $0.sent + 0.01
                $0.outcome = .status(400)
            }
        }
        let refused = Exchange.initiate("scan_b", at: 70, body: "{}").with { $0.outcome = .status(429) }
        #expect(Judge.judge(History(bad + [refused])).rates.initiate.trials == 0)
        #expect(Judge.judge(History(bad.dropLast() + [refused])).rates.initiate.trials == 1)
    }
}
