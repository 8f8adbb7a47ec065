//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import KitSupport
import ProbeHistory
import Testing

@Suite struct WorkerComparisonTests {
    private enum Workers {
        case inTurn
        case mixed
        case unnamed
    }

    /// Polls of ten jobs in turn, answered by three workers in turn.
    private func judge(
        _ polls: Int,
        by worker: Workers = .inTurn,
        isLost: (Int) -> Bool
    ) -> Judgement.Ruling? {
        let jobs = (0..<10).map { "scan_\($0)" }
        let exchanges = (0..<polls).map { index in
            Exchange.poll(jobs[index / 3 % 10], at: 1 + Double(index) / 10, .scanning, 7).with { exchange in
                if isLost(index) { exchange.outcome = .notFound() }
                let names = worker == .unnamed ? nil : worker == .inTurn ? index % 3 + 1 : index * index % 97 % 3 + 1
                if let name = names { exchange.outcome = exchange.outcome.from(worker: "w\(name)") }
            }
        }
        let initiations = jobs.map { Exchange.initiate($0, at: 0, body: #"{"symbols":["\($0)"]}"#) }
        let history = History(initiations + exchanges, groups: [.rates])
        return Judge.judge(history)["RATE-005"]
    }

    @Test func `a worker that loses every third of its polls is named, with the polls that prove it`() throws {
        let ruling = try #require(judge(120) { $0 % 9 == 1 })
        #expect(ruling.verdict.kind == .failed)
        #expect(ruling.verdict.evidence.count == 14)
        #expect(ruling.finding.summary.hasPrefix("worker w2 much worse than the rest: worker w1 0 of 40 wrong"))
    }

    @Test func `workers that are equally bad are not told apart`() {
        #expect(judge(120) { $0 % 4 == 0 }?.verdict == .passed)
    }

    @Test func `a small sample accuses nobody`() {
        #expect(judge(9) { $0 % 3 == 1 }?.verdict.kind == .inconclusive)
        #expect(judge(30) { $0 == 4 || $0 == 7 }?.verdict == .passed)
    }

    @Test func `a difference that is certain but small is not much`() {
        #expect(judge(6000) { $0 % 3 == 1 && $0 % 75 == 1 }?.verdict == .passed)
    }

    @Test func `where no worker is named there is nothing to compare on fresh connections`() {
        let ruling = judge(60, by: .unnamed) { $0 % 3 == 1 }
        #expect(ruling?.verdict.kind == .skipped)
    }

    @Test func `an response that names nobody, such as a proxy's, does not hide the worker that is worse`() {
        let jobs = (0..<10).map { "scan_\($0)" }
        let exchanges = (0..<120).map { index in
            Exchange.poll(jobs[index / 3 % 10], at: 1 + Double(index) / 10, .scanning, 7).with { exchange in
                if index % 9 == 1 { exchange.outcome = .notFound() }
                exchange.outcome = index == 5 ? .status(502) : exchange.outcome.from(worker: "w\(index % 3 + 1)")
            }
        }
        let history = History(jobs.map { .initiate($0, at: 0, body: #"{"symbols":["\($0)"]}"#) } + exchanges)
        #expect(Judge.judge(history)["RATE-005"]?.finding.summary.hasPrefix("worker w2 much worse") == true)
    }

    @Test func `where no worker is named connections are compared`() throws {
        let jobs = (0..<10).map { "scan_\($0)" }
        var history = History(
            jobs.map { .initiate($0, at: 0, body: #"{"symbols":["\($0)"]}"#) }
                + (0..<120).map { index in
                    Exchange.poll(jobs[index / 4 % 10], at: 1 + Double(index) / 4, .scanning, 7)
                        .with { if index % 4 == 1 { $0.outcome = .notFound() } }
                }
        )
        for (index, position) in history.positions(.status).enumerated() where index % 2 == 0 {
            history.events[position].reusesConnection = true
        }
        let ruling = try #require(Judge.judge(history)["RATE-005"])
        #expect(ruling.finding.summary.hasPrefix("fresh connections much worse"), "\(ruling.finding.summary)")
    }

    /// A worker that is wrong eight times of ten, all about one job and within one and a half seconds.
    @Test(arguments: [(1, Verdict.Kind.inconclusive), (2, .passed)])
    func `what may be a bad moment is open while the others are right 98 times of 100`(
        others: Int,
        verdict: Verdict.Kind
    ) {
        let polls = (0..<60).map { index in
            Exchange.poll("scan_a", at: 1.6 + Double(index) / 50, took: 0.01, .scanning, 7).with { exchange in
                let isSuspect = index % 6 == 0
                let isLost = isSuspect ? index < 48 : index < 2 * others
                if isLost { exchange.outcome = .notFound() }
                exchange.outcome = exchange.outcome.from(worker: isSuspect ? "w1" : "w2")
            }
        }
        let history = History([.initiate("scan_a", at: 0, body: "{}")] + polls, groups: [.rates])
        #expect(Judge.judge(history)["RATE-005"]?.verdict.kind == verdict)
    }

    @Test func `workers that are all alike are accused in one run of a hundred at most`() {
        var generator = SplitMix64(seed: 5)
        let runs = 300
        let accused = (0..<runs).count { _ in
            judge(90, by: .mixed) { _ in generator.next() % 10 == 0 }?.verdict.kind == .failed
        }
        // Four standard deviations above one in a hundred.
        #expect(accused <= 10)
    }
}
