//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// Only a response that was received before another request was sent may contradict that request's response.
@Suite struct RealTimeOrderTests {
    private let start = Exchange.initiate("scan_a", at: 0, body: "{}")

    private func failed(_ exchanges: [Exchange]) -> Set<String> {
        Set(
            Judge.judge(History([start] + exchanges)).rulings.filter { $0.verdict.kind == .failed }.map(
                \.requirement.id
            )
        )
    }

    @Test func `a job of a single step contradicts nothing`() {
        let polls: [Exchange] = [
            .poll("scan_a", at: 1, .scanning, 0, of: 1), .poll("scan_a", at: 2, .complete, 1, of: 1),
        ]
        let rulings = Judge.judge(History([.initiate("scan_a", at: 0, body: "{}")] + polls)).rulings
        #expect(rulings.filter { $0.verdict.kind == .failed }.map(\.requirement.id) == [])
    }

    @Test func `a poll that overlaps the first complete one may still see the job running`() {
        let complete = Exchange.poll("scan_a", at: 2, took: 0.5, .complete, 14)
        let overlapping = Exchange.poll("scan_a", at: 2.4, took: 3, .scanning, 9)
        #expect(failed([.poll("scan_a", at: 1, .scanning, 9), complete, overlapping]) == [])
    }

    @Test func `a poll that is sent when the first complete one was received is accused`() {
        let complete = Exchange.poll("scan_a", at: 2, took: 0.5, .complete, 14)
        let after = Exchange.poll("scan_a", at: 2.501, took: 3, .scanning, 14)
        #expect(failed([complete, after]).isSuperset(of: ["STAT-004"]))
    }

    @Test func `a slow poll that was sent early and answered late accuses nobody`() {
        let slow = Exchange.poll("scan_a", at: 1, took: 9, .scanning, 2)
        let fast = (0..<5).map { Exchange.poll("scan_a", at: 2 + Double($0), .scanning, 5 + $0) }
        #expect(failed([slow, .poll("scan_a", at: 8, .complete, 14)] + fast) == [])
    }

    @Test func `a smaller percentage is accused only in a poll that was sent after the greater one was received`() {
        func poll(at sent: Double, took: Double = 0.01, _ percentage: Double) -> Exchange {
            var parsed = ParsedFields(state: .scanning, stateWord: "scanning", jobID: "scan_a")
            parsed.progress = JobProgress(percentage: percentage)
            return Exchange.poll("scan_a", at: sent, took: took, .scanning)
                .with { $0.outcome = .answered(Response(status: 200, parsed: parsed)) }
        }
        let slow = poll(at: 1, took: 9, 20)
        #expect(failed([slow, poll(at: 2, 30), poll(at: 3, 40)]) == [])
        #expect(failed([slow, poll(at: 2, 40), poll(at: 3, 39.9995)]) == [])
        #expect(failed([slow, poll(at: 2, 40), poll(at: 3, 39)]) == ["PROG-008"])
        // One that is out of range is wrong by itself, and no measure for others.
        #expect(failed([poll(at: 1, 400), poll(at: 2, 40)]) == ["PROG-002"])
    }

    @Test func `a slow poll that finds the job does not excuse an earlier not_found`() {
        let lost = Exchange.poll("scan_a", at: 1, .scanning).with { $0.outcome = .notFound() }
        #expect(
            failed([lost, .poll("scan_a", at: 0.5, took: 4, .scanning, 1)]).isSuperset(of: [
                "STAT-001", "STAT-002",
            ])
        )
    }

    @Test func `a results read that overlaps the completion may be pending`() {
        let complete = Exchange.poll("scan_a", at: 2, took: 1, .complete, 14, found: 3)
        let early = Exchange.results("scan_a", at: 2.5, took: 1, listed: 3, digest: "d").with {
            $0.outcome = .status(202, .scanning)
        }
        let reads = (0..<3).map { Exchange.results("scan_a", at: 4 + Double($0), listed: 3, digest: "d") }
        #expect(failed([complete, early] + reads) == [])
    }

    @Test func `early results that turn out to be the final ones are not accused`() {
        let early = Exchange.results("scan_a", at: 1.5, listed: 3, digest: "d").with { $0.intent = .early }
        let complete = Exchange.poll("scan_a", at: 2, .complete, 14, found: 3)
        let late = Exchange.results("scan_a", at: 3, listed: 3, digest: "d")
        #expect(failed([early, complete, late]) == [])
    }

    @Test(arguments: [(true, Verdict.Kind.failed), (false, .passed)])
    func `an early success that says nothing is pending, where no error has a form`(isScan: Bool, verdict: Verdict.Kind)
    {
        let early = Exchange.results("scan_a", at: 1.5, listed: 0, digest: "").with {
            $0.intent = .early
            $0.outcome.changeResponse { $0.parsed = ParsedFields() }
        }
        var history = History([.initiate("scan_a", at: 0, body: "{}"), early, .poll("scan_a", at: 2, .scanning, 3)])
        if !isScan { history.header.access.offers.remove(.opportunities) }
        #expect(Judge.judge(history)["RES-003"]?.verdict.kind == verdict)
    }

    @Test func `early results are accused when a later poll still sees the job running`() {
        let early = Exchange.results("scan_a", at: 1.5, listed: 3, digest: "d").with { $0.intent = .early }
        #expect(failed([early, .poll("scan_a", at: 2, .scanning, 3)]) == ["RES-003"])
    }

    @Test func `the same response to the same initiation is no second use of an id`() {
        let again = Exchange.initiate("scan_a", at: 1, body: #" { } "#, state: .scanning)
        #expect(failed([again]) == [])
    }
}
