//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceContract
import Foundation
import Testing

/// Citations of the contract are valid: a renamed or missing heading fails these tests.
@Suite struct `What rests on the contract` {
    @Test func `in the code is cited by headings that are there`() throws {
        let files = try Repository.files(in: ["Sources", "Conformance", "Tests"], extensions: ["swift", "yaml"])
        // The contract's own code names its files without citing them.
        let others = files.filter { !$0.path.hasPrefix(ContractText.folder) }
        let cited = others.map { CitedSources(file: $0.path, text: $0.text) }
        #expect(cited.flatMap(\.problems) == [])
        #expect(cited.flatMap(\.links).count >= 60, "fewer citations than there were; is the search right?")
    }

    @Test(arguments: Catalogue.builtIn.requirements)
    func `is where a requirement says that it stands`(requirement: Requirement) throws {
        try #require(!requirement.sources.isEmpty)
        #expect(Set(requirement.sources).count == requirement.sources.count)
        for source in requirement.sources { #expect(try Citation(source.description) == source) }
        #expect(requirement.sources[0].title != nil, "the first one is a heading of the contract")
    }

    @Test func `is linked from other texts by headings that are there`() throws {
        let files = try Repository.files(in: ["Conformance"], extensions: ["md"])
        let root = [
            ("README.md", try String(contentsOf: Repository.root.appending(path: "README.md"), encoding: .utf8))
        ]
        let links = (files + root).flatMap { _, text in
            text.matches(of: /\]\([A-Za-z.\/]*\b((?:api|store|judging)\.md#[^)]*)\)/).map { String($0.output.1) }
        }
        #expect(!links.isEmpty)
        for link in links { #expect(ContractText.section(link) != nil, "\(link)") }
    }

    @Test(
        arguments: [
            ("/// Source: `Conformance/Contract/api.md#final-states`.", nil),
            ("# Source: `Conformance/Contract/store.md#slot` and `Conformance/Contract/judging.md#events`", nil),
            ("    // As RFC 9110 §15.5.6 has it.", nil),
            ("let text = \"api.md#nowhere\"", nil), ("#expect(text == \"api.md#nowhere\")", nil),
            (
                "/// Source: `Conformance/Contract/api.md#final-stages`.",
                "a.swift:1: there is no Conformance/Contract/api.md#f"
            ),
            ("/// Source: `Conformance/Contract/api.md`.", "a.swift:1: Conformance/Contract/api.md is to be written"),
            (
                "/// Source: `Conformance/Contract/conformance.md#grade`.",
                "a.swift:1: there is no Conformance/Contract/conf"
            ),
            (
                "/// Source: `api.md#final-states`.",
                "a.swift:1: api.md#final-states is to be written Conformance/Contract/"
            ),
            ("/// Source: `store.md`, *Keys*.", "a.swift:1: store.md is to be written"),
            ("/// Source: wire contract, *Initiate*.", "a.swift:1: 'Source: wire contract' names no heading"),
            ("/// Source: `Conformance/README.md`, *Grade*.", "a.swift:1: 'README.md`, *' names no heading"),
            ("/// Source: RFC 9110, sections 10.2.2 and 10.2.3.", "a.swift:1: 'RFC 9110, sections' is to be written"),
        ] as [(String, String?)]
    )
    func `is missed when a citation leads nowhere`(line: String, problem: String?) throws {
        let problems = CitedSources(file: "a.swift", text: line).problems
        guard let problem else { return #expect(problems == []) }
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(problem) == true, "\(problems)")
    }
}
