//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import ConformanceChecks

@Suite struct IsolationSemanticsTests {
    private static let sound = SoundRun(seed: 1).exchanges

    private func shape(_ body: String, asked: String = "scan_a", status: Int = 404) -> ResponseShape {
        ResponseShape(Response(status: status, body: body), askedFor: asked)
    }

    @Test func `ids, request ids and times make no difference`() {
        let one =
            #"{"message":"No scan scan_abc0123456789abcdef.","request_id":"r1","at":"2026-01-27T10:15:30.123Z","n":1}"#
        let other = #"{"n":1,"message":"No scan x-7.","request_id":"r2","at":"2026-01-27T10:15:31Z"}"#
        #expect(shape(one, asked: "scan_abc0123456789abcdef") == shape(other, asked: "x-7"))
        #expect(
            shape(#"{"trace":"0f8fad5b-d9cb-469f-a165-70867728950e"}"#)
                == shape(#"{"trace":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}"#)
        )
    }

    @Test(arguments: [
        #"{"message":"Not yours"}"#, #"{"message":"No such scan","owner":true}"#, #"{"message":null}"#, "No such scan",
        "",
    ])
    func `another text, field, type or form does`(body: String) {
        #expect(shape(#"{"message":"No such scan"}"#) != shape(body))
    }

    @Test func `another status does`() {
        #expect(shape("{}") != shape("{}", status: 403))
    }

    @Test func `isolation that was probed on one path only is not decided`() {
        let exchanges = Self.sound.filter { $0.intent != .foreignID || $0.operation == .status }
        let judgement = Judge.judge(History(exchanges))
        #expect(judgement["ISO-001"]?.verdict.kind == .inconclusive)
        #expect(judgement["ISO-002"]?.verdict.kind == .inconclusive)
    }

    @Test func `jobs that are all open name the owner that nobody looks at, and some of them another path`() {
        func cause(hidden: Int) -> String? {
            var probes = 0
            let exchanges = Self.sound.map { exchange in
                guard exchange.intent == .foreignID else { return exchange }
                probes += 1
                return probes > hidden ? exchange.with { $0.outcome = .status(200, .scanning) } : exchange
            }
            return Judge.judge(History(exchanges, groups: [.isolation])).explanation.causes["ISO-001"]?.first
        }
        #expect(cause(hidden: 0) == "the owner is not looked at, neither in the store nor in a worker's memory")
        let memory = "the owner is checked on the path through the store but not on the path through a worker's memory"
        #expect(cause(hidden: 1) == memory)
    }

    @Test func `a kind of token that was not tried leaves the requirement open and is named`() {
        let judgement = Judge.judge(History(Self.sound.filter { $0.intent != .forgedToken }))
        #expect(judgement["ISO-003"]?.verdict == .inconclusive(missing: "an answered request with a forged token"))
    }

    private func judged(_ intents: Set<Event.Intent>, _ outcomes: [Outcome]) -> Judgement {
        var outcomes = outcomes[...]
        let exchanges = Self.sound.map { exchange in
            guard intents.contains(exchange.intent), let next = outcomes.popFirst() else { return exchange }
            return exchange.with { $0.outcome = next }
        }
        return Judge.judge(History(exchanges, groups: [.isolation]))
    }

    @Test func `diagnostics that open to nobody are not shown to be closed to users`() {
        let judgement = judged([.adminToken], Array(repeating: .status(404), count: 3))
        let missing = "an operator's token that opens diagnostics, to see that they are there"
        #expect(judgement["ISO-004"]?.verdict == .inconclusive(missing: missing))
        #expect(
            judged([.adminToken, .userToken], Array(repeating: .status(200), count: 6))["ISO-004"]?.verdict.kind
                == .failed
        )
    }

    @Test(arguments: [
        Outcome.status(503), .status(502), .status(429), .status(301), .status(404), .failure(.connectionLost),
        .answered(Response(status: 200, body: "<html>")), .status(200, .notFound), .status(400, .scanning),
    ])
    func `a hostile id may be refused in any way`(outcome: Outcome) {
        #expect(judged([.hostileID], [outcome])["ISO-005"]?.verdict == .passed)
    }

    @Test(arguments: [(Outcome.status(404), Verdict.Kind.inconclusive), (.status(200, .scanning), .failed)])
    func `hostile ids in one operation only show a fault, and not that there is none`(
        answer: Outcome,
        verdict: Verdict.Kind
    ) {
        let exchanges = Self.sound.map { exchange in
            guard exchange.intent == .hostileID else { return exchange }
            return exchange.with { $0.outcome = exchange.operation == .results ? .status(503) : answer }
        }
        #expect(Judge.judge(History(exchanges, groups: [.isolation]))["ISO-005"]?.verdict.kind == verdict)
    }

    @Test func `hostile ids that only proxies answered leave the requirement open`() {
        let judgement = judged([.hostileID], Array(repeating: .status(503), count: 12))
        #expect(judgement["ISO-005"]?.verdict.kind == .inconclusive)
    }
}
