//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@Suite struct InjectedContradictionTests {
    private static let sound = [1, 2, 3].map { SoundRun(seed: $0).history }

    // Each in one of the histories, since all injections in all histories would take half a minute. The words of an
    // injection choose, so that a new injection moves none of the others into another history.
    @Test(arguments: zip(Injection.all, Injection.all.map(\.number)))
    func `one contradiction fails exactly the requirements that it violates`(injection: Injection, number: Int) throws {
        var history = Self.sound[number]
        try injection.inject(&history)
        let judgement = Judge.judge(history)
        let failed = judgement.rulings.filter { $0.verdict.kind == .failed }
        #expect(Set(failed.map(\.requirement.id)) == injection.violates)
        #expect(failed.allSatisfy { !$0.verdict.evidence.isEmpty && !$0.finding.summary.isEmpty })
        let isBinding = injection.violates.contains { Catalogue.builtIn[$0]?.level == .must }
        #expect(judgement.grade.overall == (isBinding ? .fail : .pass))
    }

    @Test func `each history has injections`() {
        #expect(Set(Injection.all.map(\.number)) == [0, 1, 2])
    }

    @Test func `every requirement but the rates is violated by some injection`() {
        let violated = Injection.all.reduce(into: Set<String>()) { $0.formUnion($1.violates) }
        let injected: [RequirementGroup] = [.initiate, .status, .progress, .results, .isolation]
        // Those about what the scan API does not have are violated in histories of their own.
        let others = Injection.offered.reduce(into: Set<String>()) { $0.formUnion($1.violates) }
        #expect(violated.union(others) == Set(injected.flatMap(Catalogue.builtIn.requirements).map(\.id)))
    }
}

extension Injection {
    /// The number of the history that the violation is injected into.
    fileprivate var number: Int { testDescription.utf8.reduce(0) { $0 + Int($1) } % 3 }
}
