//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import ConformanceChecks

@Suite struct KnownFailuresTests {
    private static let day = "2026-03-01T08:00:00Z"

    private func ruling(_ id: String, _ verdict: Verdict, level: Requirement.Level = .must) -> Judgement.Ruling {
        Judgement.Ruling(
            requirement: Requirement(id: id, level: level, statement: "", why: "", sources: [], group: .status),
            finding: Finding(verdict: verdict, summary: "")
        )
    }

    private func list(_ ids: String..., until expires: String = "2026-12-31") -> [KnownFailure] {
        ids.map { KnownFailure(id: $0, reason: "", expires: expires) }
    }

    private func apply(
        _ list: [KnownFailure],
        to rulings: Judgement.Ruling...,
        initiationFailed: Bool = false
    )
        -> KnownFailures
    {
        KnownFailures(list, rulings: rulings, day: Self.day, initiationFailed: initiationFailed)
    }

    @Test func `what fails as known does not fail the run`() {
        let known = apply(list("B"), to: ruling("A", .passed), ruling("B", .failed([])))
        #expect(known.known == ["B"])
        #expect(known.overall == .pass)
        #expect(known.coverEverything)
    }

    @Test func `what is inconclusive is no less known`() {
        let open = ruling("B", .inconclusive(missing: ""))
        let known = apply(list("B"), to: ruling("A", .passed), open)
        #expect(known.known == ["B"])
        #expect(known.overall == .pass)
    }

    @Test func `another failure fails the run as ever, and another open question leaves it open`() {
        let failed = ruling("B", .failed([]))
        let both = apply(list("B"), to: ruling("A", .passed), failed, ruling("C", .failed([])))
        #expect(both.overall == .fail)
        #expect(!both.coverEverything)
        let open = ruling("C", .inconclusive(missing: ""))
        #expect(apply(list("B"), to: ruling("A", .passed), failed, open).overall == .inconclusive)
    }

    @Test func `one that passes fails the run, and is no known failure`() {
        let known = apply(list("B"), to: ruling("A", .passed), ruling("B", .passed))
        #expect(known.passed == ["B"])
        #expect(known.known == [])
        #expect(known.overall == .fail)
    }

    @Test(arguments: [Verdict.passed, .failed([]), .skipped(reason: ""), .inconclusive(missing: "")])
    func `one past its date fails the run, whatever came of it`(verdict: Verdict) {
        let list = self.list("B", until: "2026-02-28")
        let known = apply(list, to: ruling("A", .passed), ruling("B", verdict))
        #expect(known.expired == ["B"])
        #expect(known.known == [] && known.passed == [])
        #expect(known.overall == .fail)
    }

    @Test func `one that was not looked at is neither known nor out of date`() {
        let passed = ruling("A", .passed)
        for verdict in [Verdict.skipped(reason: ""), .harnessError("")] {
            let known = apply(list("B"), to: passed, ruling("B", verdict))
            #expect(known.known == [] && known.passed == [] && known.expired == [])
            #expect(!known.coverEverything)
        }
        #expect(apply(list("B"), to: passed, ruling("B", .skipped(reason: ""))).overall == .pass)
    }

    @Test func `knowing everything is no pass: something has to have passed`() {
        #expect(apply(list("B"), to: ruling("B", .failed([]))).overall == .inconclusive)
    }

    @Test func `that nothing can be initiated cannot be excused`() {
        let rulings = (ruling("A", .passed), ruling("B", .failed([])))
        #expect(apply(list("B"), to: rulings.0, rulings.1, initiationFailed: true).overall == .fail)
    }

    @Test func `the grade and the verdicts stay what they are`() {
        var history = SoundRun(seed: 2).history
        for position in history.positions(.status).prefix(30) { history.setOutcome(.status(404), at: position) }
        let plain = Judge.judge(history)
        let failed = plain.rulings.filter { [.failed, .inconclusive].contains($0.verdict.kind) }.map(\.requirement.id)
        let list = failed.map { KnownFailure(id: $0, reason: "", expires: "2999-12-31") }
        let judgement = Judge.judge(history, knownFailures: list)
        #expect(plain.overall == .fail)
        #expect(judgement.rulings == plain.rulings)
        #expect(judgement.grade == plain.grade && judgement.overall == plain.overall)
        #expect(judgement.knownFailures?.overall == .pass)
        #expect(judgement.knownFailures?.known == failed)
        #expect(plain.knownFailures == nil)
    }
}
