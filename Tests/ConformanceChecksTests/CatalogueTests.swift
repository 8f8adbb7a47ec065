//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@Suite struct CatalogueTests {
    @Test(arguments: RequirementGroup.allCases)
    func `the ids of a group have one prefix and count up from 001`(group: RequirementGroup) throws {
        let ids = Catalogue.builtIn.requirements(of: group).map(\.id)
        let prefix = try #require(ids.first).prefix { $0 != "-" }
        #expect(ids == ids.indices.map { "\(prefix)-\($0 < 9 ? "00" : "0")\($0 + 1)" })
    }

    @Test func `the built-in catalogue has its groups in order`() {
        let groups = Catalogue.builtIn.requirements.map(\.group)
        #expect(groups == RequirementGroup.allCases.flatMap { group in groups.filter { $0 == group } })
    }

    @Test(arguments: Catalogue.builtIn.requirements)
    func `a requirement is one sentence in the words of RFC 2119 and is explained`(requirement: Requirement) {
        #expect(requirement.statement.hasSuffix("."))
        #expect(!requirement.statement.dropLast().contains(". "))
        #expect(requirement.statement.contains(requirement.level.rawValue))
        #expect(requirement.tested.hasSuffix("."))
        #expect(!requirement.causes.isEmpty)
        #expect(Catalogue.builtIn[requirement.id] == requirement)
        #expect(Catalogue.builtIn.requirements(of: requirement.group).contains(requirement))
    }

    @Test func `a need is a feature, an access or a fault, and each has a word of its own`() {
        let needs = Requirement.Need.allCases
        #expect(Set(needs.map(\.rawValue)).count == needs.count)
        for need in needs { #expect(Requirement.Need(rawValue: need.rawValue) == need) }
        #expect(Requirement.Need(rawValue: "percentage") == .feature(.percentage))
        #expect(Requirement.Need(rawValue: "store_access") == .access(.store))
        #expect(Requirement.Need(rawValue: "kill_worker") == .fault(.killWorker))
        // Faults that the prober injects by itself are nothing that a requirement has to wait for.
        #expect(Requirement.Need(rawValue: "delete_lookup") == nil)
    }

    @Test func `leaks and the decided rates lead to the worst grade`() {
        let disqualifying = Catalogue.builtIn.requirements.filter(\.isDisqualifying).map(\.id)
        #expect(
            disqualifying == [
                "RATE-001", "RATE-003", "RATE-004", "RATE-006", "ISO-001", "ISO-003", "ISO-004", "ISO-005",
            ]
        )
    }

    @Test func `an id that is not there is not found`() {
        #expect(Catalogue.builtIn["STAT-999"] == nil)
    }

    private static let entry = """
        group: status
        requirements:
          - id: STAT-001
            level: MUST
            statement: It MUST work.
            why: Because.
            tested: By trying. Failures speak against it.
            source: api.md#final-states
        """

    @Test func `a well-formed file is read`() throws {
        let catalogue = try Catalogue(files: [("a.yaml", Self.entry)])
        #expect(catalogue.requirements.map(\.group) == [.status])
        #expect(catalogue["STAT-001"]?.needs == [])
        #expect(catalogue["STAT-001"]?.isDisqualifying == false)
        #expect(catalogue["STAT-001"]?.tested == "By trying. Failures speak against it.")
    }

    @Test(arguments: [
        ("    level: MUST", "    level: HAVE TO", "a.yaml:4: 'HAVE TO' is no level; expected one of MUST, SHOULD"),
        (
            "    why: Because.", "    wy: Because.",
            "a.yaml:6: unknown key 'wy'; expected one of causes, crosses_workers, disqualifying, explains, id, level, needs, source, statement, tested, timed, why"
        ),
        ("    tested: By trying. Failures speak against it.\n", "", "a.yaml:3: the key 'tested' is missing"),
        (
            "    tested: By trying. Failures speak against it.", "    tested: []",
            "a.yaml:7: the key 'tested' must hold a text"
        ),
        ("    source: api.md#final-states", "    cause: x", "a.yaml:8: unknown key 'cause'"),
        ("    why: Because.\n", "", "a.yaml:3: the key 'why' is missing"),
        ("group: status", "group: stats", "a.yaml:1: 'stats' is no group"),
        ("    source: api.md#final-states", "    source: []", "a.yaml:8: the key 'source' must hold a text"),
        ("#final-states", "#final-states\n    needs: [luck]", "a.yaml:9: 'luck' is no needs"),
        (
            "#final-states", "#final-states\n    disqualifying: perhaps",
            "a.yaml:9: the key 'disqualifying' must hold true"
        ),
        ("#final-states", "#final-states\n    causes: one", "a.yaml:9: the key 'causes' must hold a list"),
        ("  - id: STAT-001", "  - id: STAT-1", "a.yaml:3: the id 'STAT-1' does not have the shape of STAT-002"),
        ("    source: api.md#final-states", "    source: \"here", "a.yaml:"),
        (
            "    source: api.md#final-states", "    source: api.md#final-stages",
            "a.yaml:8: the contract has no heading with the anchor 'final-stages' in api.md"
        ),
        (
            "    source: api.md#final-states", "    source: [api.md#final-states, 'RFC 9110, section 6']",
            "a.yaml:8: 'RFC 9110, section 6' is neither a heading of the contract"
        ),
    ])
    func `a mistake is told with file and line`(good: String, bad: String, message: String) throws {
        let text = Self.entry.replacing(good, with: bad)
        let error = #expect(throws: CatalogueError.self) { try Catalogue(files: [("a.yaml", text)]) }
        #expect(try #require(error).description.hasPrefix(message))
    }

    @Test func `an id that occurs twice is refused, across files too`() {
        let error = #expect(throws: CatalogueError.self) {
            try Catalogue(files: [("a.yaml", Self.entry), ("b.yaml", Self.entry)])
        }
        #expect(error?.description == "b.yaml:3: the id STAT-001 occurs twice; ids are never reused")
    }

    @Test func `an empty file is refused`() {
        #expect(throws: CatalogueError.self) { try Catalogue(files: [("a.yaml", "")]) }
    }
}
