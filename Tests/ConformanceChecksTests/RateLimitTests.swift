//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// ERR-009: thirty initiations of a user within a minute, and a refusal that says when to come back.
@Suite struct RateLimitTests {
    /// Initiations of the burst, by the seconds at which they were sent, each answered a tenth of a second later.
    private static func finding(
        accepted: [Double],
        refused: [Double] = [],
        retryAfter: String? = "30",
        intent: Event.Intent = .burst
    ) -> Verdict.Kind? {
        var exchanges = accepted.enumerated().map { number, sent in
            Exchange.initiate("scan_\(number)", at: sent, took: 0.1, body: "{}")
        }
        exchanges += refused.map { sent in
            var exchange = Exchange.initiate("", at: sent, took: 0.1, body: "{}")
            exchange.outcome = .answered(
                Response(status: 429, headers: retryAfter.map { ["retry-after": $0] } ?? [:], body: "{}")
            )
            return exchange
        }
        for index in exchanges.indices { exchanges[index].intent = intent }
        var history = History(exchanges.sorted { $0.received < $1.received })
        history.header.plan.groups = [.errors]
        return Judge.judge(history)["ERR-009"]?.verdict.kind
    }

    private static func evenly(_ count: Int, over seconds: Double) -> [Double] {
        (0..<count).map { seconds * Double($0) / Double(count - 1) }
    }

    @Test func `thirty within a minute are allowed, and one more is not`() {
        #expect(Self.finding(accepted: Self.evenly(30, over: 50), refused: [51]) == .passed)
        #expect(Self.finding(accepted: Self.evenly(31, over: 50), refused: [51]) == .failed)
    }

    @Test func `a minute is the time from the sending of the first to the answer of the last`() {
        // The last is answered a tenth of a second after it was sent: just a minute after the first was sent, and a moment more.
        #expect(Self.finding(accepted: Self.evenly(31, over: 59.9), refused: [61]) == .failed)
        #expect(Self.finding(accepted: Self.evenly(31, over: 59.95), refused: [61]) == .passed)
    }

    @Test func `initiations that overtake each other are counted by when they were answered`() {
        let early = Self.evenly(30, over: 20)
        #expect(Self.finding(accepted: early.reversed() + [59], refused: [60]) == .failed)
        #expect(Self.finding(accepted: [80] + early.reversed(), refused: [81]) == .passed)
    }

    @Test func `without a refusal, or without a burst, nothing is known of a limit`() {
        #expect(Self.finding(accepted: Self.evenly(20, over: 10)) == .inconclusive)
        #expect(Self.finding(accepted: Self.evenly(20, over: 10), refused: [11], intent: .course) == .inconclusive)
        #expect(Self.finding(accepted: Self.evenly(31, over: 10), intent: .course) == .failed)
    }

    @Test(arguments: [
        ("0", true), ("30", true), ("Wed, 21 Oct 2026 07:28:00 GMT", true), (nil, false), ("-1", false),
        ("soon", false),
        ("1.5", false), ("GMT", false), ("07:28:00", false),
    ])
    func `a refusal says when to come back, in seconds or as a date`(header: String?, isTold: Bool) {
        let kind = Self.finding(accepted: Self.evenly(20, over: 10), refused: [11], retryAfter: header)
        #expect(kind == (isTold ? .passed : .failed))
    }
}
