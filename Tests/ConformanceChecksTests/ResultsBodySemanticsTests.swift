//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import Testing

@testable import ConformanceChecks

/// Valid and invalid results bodies.
@Suite struct ResultsBodySemanticsTests {
    private let made = MadeResults(jobID: "scan_a", userID: "u1", in: MadeResults.Market(), count: 6)

    /// Judges a run whose one job has a results body.
    private func judge(
        filters: String = "{}",
        others: [Exchange] = [],
        body: (inout JSONValue) -> Void = { _ in }
    ) throws -> Judgement {
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14)
        var history = History(
            [.initiate("scan_a", at: 0, body: filters), complete, .results(made, at: 3)] + others
        )
        try history.changeResults(of: "scan_a", body)
        return Judge.judge(history)
    }

    private func faults(_ change: (inout JSONValue) -> Void) -> [String] {
        var opportunity = made.opportunities[1]
        change(&opportunity)
        return OpportunityFieldsCheck.faults(of: opportunity, at: "opportunities[1]")
    }

    /// Only results that came can be said to name nobody.
    @Test(arguments: [(true, Verdict.Kind.skipped), (false, .inconclusive)])
    func `results of another API that name neither job nor user leave nothing to compare`(
        isDelivered: Bool,
        verdict: Verdict.Kind
    ) {
        let read = Exchange.results("scan_a", at: 3, listed: 1, digest: "one").with {
            $0.outcome.changeResponse { $0.parsed?.jobID = nil }
            if !isDelivered { $0.outcome = .status(404) }
        }
        var history = History([
            .initiate("scan_a", at: 0, body: "{}"), .poll("scan_a", at: 2, .complete, 14), read,
        ])
        history.header.access.offers.remove(.opportunities)
        #expect(Judge.judge(history)["RES-009"]?.verdict.kind == verdict)
    }

    @Test(arguments: [
        (#"{"max_required_capital":500}"#, "required_capital_usd", "500", "500.01"),
        (#"{"min_profit_potential":10}"#, "profit_potential_usd", "10", "9.99"),
    ])
    func `what is exactly at the bound of a filter satisfies it`(
        filters: String,
        member: String,
        bound: String,
        beyond: String
    ) throws {
        func verdict(_ value: String) throws -> Verdict.Kind? {
            let judgement = try judge(filters: filters) { body in
                // The others may be beyond it.
                for index in 0..<6 { body.set("opportunities", "\(index)", member, to: .number(value)) }
            }
            return judgement["RES-011"]?.verdict.kind
        }
        #expect(try verdict(bound) == .passed)
        #expect(try verdict(beyond) == .failed)
    }

    @Test func `prices that are not known, other forms of timeframes and further members are right`() {
        #expect(faults { _ in } == [])
        #expect(faults { $0.set("entry_price", to: nil) } == [])
        #expect(faults { $0.set("exit_price", to: .null) } == [])
        #expect(faults { $0.set("estimated_timeframe", to: .number("24")) } == [])
        #expect(faults { $0.set("confidence_score", to: .number("1e2")) } == [])
        #expect(faults { $0.set("profit_potential_usd", to: .number("0")) } == [])
        #expect(faults { $0.set("note", to: .bool(true)) } == [])
    }

    @Test func `a fault is told with its path and value`() {
        #expect(
            faults { $0.set("confidence_score", to: .number("140")) }
                == ["opportunities[1].confidence_score is 140, above 100"]
        )
        #expect(faults { $0.set("symbol", to: nil) } == ["opportunities[1].symbol is missing"])
        #expect(faults { $0.set("exchange", to: .null) } == ["opportunities[1].exchange is null"])
        #expect(
            faults { $0.set("risk_level", to: .string("High")) }
                == [#"opportunities[1].risk_level is "High", not a level of risk"#]
        )
        #expect(
            faults { $0.set("metadata", to: .array([])) } == ["opportunities[1].metadata is [], not an object"]
        )
        #expect(
            OpportunityFieldsCheck.faults(of: .string("x"), at: "opportunities[0]")
                == [#"opportunities[0] is "x", not an object"#]
        )
    }

    @Test func `evidence and summary tell how much was looked at and the first fault`() throws {
        let ruling = try #require(
            try judge {
                $0.set("opportunities", "3", "confidence_score", to: .number("140"))
                $0.set("opportunities", "4", "risk_level", to: nil)
            }["RES-006"]
        )
        let fault = "opportunities[3].confidence_score is 140, above 100, and 1 more"
        #expect(
            ruling.finding.summary
                == "6 opportunities in 1 results body examined, 2 faults in 1 of the bodies: \(fault)"
        )
        #expect(ruling.verdict.evidence.map(\.event) == [3])
        #expect(ruling.verdict.evidence.first?.note.hasSuffix(fault) == true)
    }

    @Test(arguments: [
        "2026-01-27T10:15:30.123Z", "2026-01-27T10:15:30+01:00", "2026-01-27t10:15:30z", "2026-01-27 10:15:30-0530",
        "2024-02-29T23:59:60Z", "2026-01-27T10:15+01", "2026-01-27T10:15:30,5Z",
    ])
    func `a time of ISO 8601 with an offset is complete`(text: String) {
        #expect(WrittenTime(text) == .complete)
    }

    @Test(arguments: ["2026-01-27T10:15:30", "2026-01-27T10:15:30.123456", "2026-01-27 10:15"])
    func `a time may lack its offset`(text: String) {
        #expect(WrittenTime(text) == .withoutOffset)
    }

    @Test(arguments: [
        "", "now", "2026-01-27", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-27T24:01:00Z",
        "2026-01-27T10:15:30.Z", "2026-01-27T10:15:30ZZ", "1769508930", "2026-01-27T10:15:30 UTC", "２０２６-01-27T10:15Z",
    ])
    func `anything else is no time`(text: String) {
        #expect(WrittenTime(text) == .unreadable)
    }

    @Test func `a time is read if it is one of the calendar and of the clock`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        for year in [1900, 2000, 2023, 2024] {
            for (month, day) in (0...13).flatMap({ month in (0...32).map { (month, $0) } }) {
                let date = DateComponents(calendar: calendar, year: year, month: month, day: day)
                let time = WrittenTime("\(year)-\(digits(month))-\(digits(day))T10:15:30Z")
                #expect(time == (date.isValidDate ? .complete : .unreadable), "\(year)-\(month)-\(day)")
            }
        }
        for number in 0...99 {
            let two = digits(number)
            #expect((WrittenTime("2026-01-27T\(two):00Z") == .complete) == (number < 24))
            #expect((WrittenTime("2026-01-27T10:\(two)Z") == .complete) == (number < 60))
            #expect((WrittenTime("2026-01-27T10:15:\(two)Z") == .complete) == (number <= 60))
            #expect((WrittenTime("2026-01-27T10:15-\(two)") == .complete) == (number < 24))
            #expect((WrittenTime("2026-01-27T10:15+00:\(two)") == .complete) == (number < 60))
        }
    }

    @Test func `several opportunities of one strategy in one symbol are no duplicates`() throws {
        let judgement = try judge { body in
            var other = made.opportunities[0]
            other.set("metadata", "side", to: .string("short"))
            body.set("opportunities", to: .array(made.opportunities + [other]))
        }
        #expect(judgement["RES-010"]?.verdict == .passed)
    }

    @Test func `opportunities without terms are duplicates only when their figures are the same`() throws {
        func verdict(_ profits: [String]) throws -> Verdict.Kind? {
            try judge { body in
                let opportunities = profits.map { profit in
                    var opportunity = made.opportunities[0]
                    opportunity.set("entry_price", to: .null)
                    opportunity.set("exit_price", to: nil)
                    opportunity.set("metadata", to: .object([:]))
                    opportunity.set("profit_potential_usd", to: .number(profit))
                    return opportunity
                }
                body.set("opportunities", to: .array(opportunities))
            }["RES-010"]?.verdict.kind
        }
        #expect(try verdict(["10", "20"]) == .passed)
        #expect(try verdict(["10", "10"]) == .failed)
    }

    @Test func `an analysis that is not told is not judged`() throws {
        let judgement = try judge {
            $0.set("signal_analysis", to: nil)
            $0.set("strategy_performance", to: nil)
        }
        #expect(judgement["RES-008"]?.verdict.kind == .inconclusive)
    }

    @Test func `partial results are compared with final ones, or with nothing`() {
        let partial = made.partialBodies[2]
        let running = Exchange.poll("scan_a", at: 1, .scanning, 7, found: 2).with {
            $0.outcome.changeResponse { response in
                response.body = partial
                response.bodyBytes = partial.utf8.count
            }
        }
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14)
        func verdict(_ reads: Exchange...) -> Verdict.Kind? {
            let history = History([.initiate("scan_a", at: 0, body: "{}"), running, complete] + reads)
            return Judge.judge(history)["PROG-005"]?.verdict.kind
        }
        #expect(verdict() == .inconclusive)
        #expect(verdict(.results(made, at: 3)) == .passed)
    }

    /// The state, id and message of a success without a list.
    @Test(arguments: [
        (JobState?.none, "scan_a", String?.none, true), (.complete, nil, nil, true), (.complete, nil, "none", true),
        (.scanning, "scan_a", nil, false), (nil, nil, nil, false), (nil, "scan_a", "still running", false),
    ])
    func `a success without results has none, unless it says why`(
        state: JobState?,
        id: String?,
        message: String?,
        isNull: Bool
    ) {
        let read = Exchange.results("scan_a", at: 3, listed: 0, digest: "").with {
            $0.outcome.changeResponse { response in
                response.parsed = ParsedFields(state: state, jobID: id)
                response.parsed?.message = message
            }
        }
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14)
        let verdict = Judge.judge(History([.initiate("scan_a", at: 0, body: "{}"), complete, read]))["RES-012"]?.verdict
        #expect(verdict?.kind == (isNull ? .failed : .inconclusive))
    }

    @Test func `a body that was not kept whole says nothing`() {
        let cut = Exchange.results(made, at: 3).with {
            $0.outcome.changeResponse { $0.body = $0.body.map { String($0.dropLast(100)) } }
        }
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14)
        let judgement = Judge.judge(History([.initiate("scan_a", at: 0, body: "{}"), complete, cut]))
        for id in ["RES-006", "RES-007", "RES-008", "RES-010"] {
            #expect(judgement[id]?.verdict.kind == .inconclusive)
        }
    }

    @Test func `an empty list shows that filters hold only beside a job that found something`() throws {
        let filters = #"{"symbols":["NONE/USDT"]}"#
        let alone = try judge(filters: filters) { $0.set("opportunities", to: .array([])) }
        #expect(alone["RES-011"]?.verdict.kind == .inconclusive)

        let full = MadeResults(jobID: "scan_b", userID: "u1", in: MadeResults.Market(), count: 3)
        let others: [Exchange] = [
            .initiate("scan_b", at: 0.5, body: "{}"), .poll("scan_b", at: 2, .complete, 14), .results(full, at: 3.5),
        ]
        let beside = try judge(filters: filters, others: others) { $0.set("opportunities", to: .array([])) }
        #expect(beside["RES-011"]?.verdict == .passed)
        #expect(try judge(filters: filters, others: others)["RES-011"]?.verdict.kind == .failed)
    }

    @Test func `symbols and timeframes may be written otherwise than they were asked for`() throws {
        let judgement = try judge(
            filters: #"{"symbols":"btc-usdt,ETHUSDT,sol_usdt","preferred_timeframes":["1-3D"]}"#
        )
        #expect(judgement["RES-011"]?.verdict == .passed)
    }
}
