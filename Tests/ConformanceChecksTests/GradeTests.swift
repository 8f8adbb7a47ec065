//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import ConformanceChecks

@Suite struct GradeTests {
    private func ruling(
        _ id: String,
        _ verdict: Verdict,
        level: Requirement.Level = .must,
        group: RequirementGroup = .status
    ) -> Judgement.Ruling {
        Judgement.Ruling(
            requirement: Requirement(
                id: id,
                level: level,
                statement: "",
                why: "",
                sources: [],
                group: group,
                isDisqualifying: Catalogue.builtIn[id]?.isDisqualifying ?? false
            ),
            finding: Finding(verdict: verdict, summary: "")
        )
    }

    private func grade(_ rulings: Judgement.Ruling...) -> Grade { Grade(rulings: rulings, initiationFailed: false) }

    private var passed: Judgement.Ruling { ruling("STAT-001", .passed) }

    @Test func `everything passed is an A, whatever was skipped`() {
        #expect(grade(passed, ruling("ISO-001", .skipped(reason: ""), group: .isolation)) == .a)
    }

    @Test func `a SHOULD that did not pass makes a B`() {
        #expect(grade(passed, ruling("INIT-009", .failed([]), level: .should)) == .b)
        #expect(grade(passed, ruling("INIT-009", .inconclusive(missing: ""), level: .should)) == .b)
    }

    @Test func `an undecided MUST makes a C, and so does having seen nothing`() {
        #expect(grade(passed, ruling("STAT-002", .inconclusive(missing: ""))) == .c)
        #expect(grade(passed, ruling("STAT-002", .harnessError(""))) == .c)
        #expect(grade(ruling("STAT-001", .skipped(reason: ""))) == .c)
        #expect(grade() == .c)
    }

    @Test func `a failed MUST makes a D, undecided ones or not`() {
        #expect(
            grade(ruling("STAT-002", .failed([])), ruling("STAT-003", .inconclusive(missing: ""))) == .d
        )
    }

    @Test(arguments: ["RATE-001", "RATE-003", "RATE-004", "RATE-006"])
    func `a failed rate makes an F`(id: String) {
        #expect(grade(passed, ruling(id, .failed([]), group: .rates)) == .f)
    }

    @Test func `a failed isolation requirement makes an F`() {
        #expect(grade(passed, ruling("ISO-001", .failed([]), group: .isolation)) == .f)
    }

    @Test func `initiations of which none yields a job make an F`() throws {
        let refused = (0..<3).map {
            Exchange.initiate("x", at: Double($0), body: "{}").with { $0.outcome = .status(500) }
        }
        let judgement = Judge.judge(History(refused, groups: [.initiate]))
        #expect(judgement.grade == .f)
        #expect(judgement["INIT-001"]?.verdict.evidence.count == 3)
    }

    @Test func `the verdict follows from the grade`() {
        #expect(Grade.allCases.map(\.rawValue) == ["A+", "A", "B+", "B", "C", "D", "F"])
        #expect(Grade.allCases.map(\.overall) == [.pass, .pass, .pass, .pass, .inconclusive, .fail, .fail])
    }

    private var withstood: [Judgement.Ruling] {
        [
            passed, ruling("TTL-001", .passed, group: .store),
            ruling("REC-001", .passed, group: .recovery),
        ]
    }

    private func grade(_ rulings: [Judgement.Ruling]) -> Grade { Grade(rulings: rulings, initiationFailed: false) }

    @Test func `store and recovery that ran and passed earn a plus, whatever of them was skipped`() {
        #expect(grade(withstood) == .aPlus)
        #expect(grade(withstood + [ruling("REC-005", .skipped(reason: ""), group: .recovery)]) == .aPlus)
        let should = ruling("INIT-009", .failed([]), level: .should)
        #expect(grade(withstood + [should]) == .bPlus)
    }

    @Test(arguments: [RequirementGroup.store, .recovery])
    func `one of the two groups not run earns no plus`(missing: RequirementGroup) {
        #expect(grade(withstood.filter { $0.requirement.group != missing }) == .a)
        let skipped = ruling("X-001", .skipped(reason: ""), group: missing)
        #expect(grade(withstood.filter { $0.requirement.group != missing } + [skipped]) == .a)
        let should = ruling("X-002", .passed, level: .should, group: missing)
        #expect(grade(withstood.filter { $0.requirement.group != missing } + [should]) == .a)
    }

    @Test func `a SHOULD of those groups that fell short costs the plus, a MUST costs what any MUST costs`() {
        let should = ruling("REC-009", .inconclusive(missing: ""), level: .should, group: .recovery)
        #expect(grade(withstood + [should]) == .b)
        #expect(grade(withstood + [ruling("REC-006", .failed([]), group: .recovery)]) == .d)
        #expect(grade(withstood + [ruling("TTL-002", .inconclusive(missing: ""), group: .store)]) == .c)
    }
}
