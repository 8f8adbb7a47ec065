//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// The requirements about what an API may have besides: keys, cancelling, forgetting and pages.
@Suite struct OfferedHistoryTests {
    private func rulings(_ history: History) -> [Judgement.Ruling] {
        Judge.judge(history).rulings
    }

    @Test func `a sound API that has all of it passes`() {
        let rulings = rulings(OfferedRun.history).filter { OfferedRun.ids.contains($0.requirement.id) }
        #expect(rulings.map(\.verdict.kind) == Array(repeating: .passed, count: OfferedRun.ids.count), "\(rulings)")
    }

    @Test(arguments: Injection.offered)
    func `one violation fails exactly the requirements that it violates`(violation: Injection) throws {
        let before = Set(rulings(OfferedRun.history).filter { $0.verdict.kind == .failed }.map(\.requirement.id))
        var history = OfferedRun.history
        try violation.inject(&history)
        let failed = rulings(history).filter { $0.verdict.kind == .failed && !before.contains($0.requirement.id) }
        #expect(Set(failed.map(\.requirement.id)) == violation.violates)
        #expect(failed.allSatisfy { !$0.verdict.evidence.isEmpty && !$0.finding.summary.isEmpty })
    }

    @Test func `pages are told first only where nothing but pages is missing`() throws {
        var history = OfferedRun.history
        let page = try #require(history.positions(.page, .course).last)
        history.setOutcome(.status(404), at: page)
        #expect(Judge.judge(history).explanation.roots.first?.id == "RES-013")
        // The other of the two reads, as a whole.
        let job = history.events[page].jobID
        let read = try #require(history.positions(.results, .course).first { history.events[$0].jobID == job })
        history.setOutcome(.status(404), at: read)
        #expect(Judge.judge(history).explanation.roots.first?.id == "RES-001")
    }

    @Test func `each of them is violated by some injection`() {
        let violated = Injection.offered.reduce(into: Set<String>()) { $0.formUnion($1.violates) }
        #expect(violated.isSuperset(of: OfferedRun.ids))
    }

    @Test func `an API that has none of it is not held to it`() {
        var history = OfferedRun.history
        history.header.access.offers = Feature.ofScans
        let rulings = rulings(history).filter { OfferedRun.ids.contains($0.requirement.id) }
        #expect(rulings.map(\.verdict.kind) == Array(repeating: .skipped, count: OfferedRun.ids.count))
    }
}
