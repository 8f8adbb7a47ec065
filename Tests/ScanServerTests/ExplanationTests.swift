//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import TestSupport
import Testing

/// The explanations of mutants and requirements by `scan-probe`, each of which refers to the other.
@Suite struct `An explanation` {
    @Test func `of a mutant tells what every run shows, and apart from that what a run may show`() async throws {
        let mutant = try #require(MutantList.all.first { !$0.consequences.isEmpty && $0.violates.count > 1 })
        let page = try await Self.page("mutants", mutant.name)
        let parts = page.split(separator: "What a run may show it to violate as well:\n")
        try #require(parts.count == 2, "\(page)")
        for id in mutant.violates { #expect(parts[0].contains("\n  \(id)  ")) }
        for id in mutant.consequences {
            #expect(parts[1].contains("  \(id)  "))
            #expect(!parts[0].contains("  \(id)  "))
        }
    }

    @Test func `of a mutant without consequences names none`() async throws {
        let mutant = try #require(MutantList.all.first { $0.consequences.isEmpty })
        let page = try await Self.page("mutants", mutant.name)
        #expect(page.contains("  \(mutant.violates[0])  "))
        #expect(!page.contains("as well"))
    }

    @Test func `of a requirement names the mutants that violate it in every run, and no other`() async throws {
        let mutant = try #require(MutantList.all.first { !$0.consequences.isEmpty })
        let violated = try await Self.page("requirements", mutant.violates[0].lowercased())
        #expect(violated.contains("\n  \(mutant.name)\n      \(mutant.summary)\n"))
        let consequence = try await Self.page("requirements", mutant.consequences[0])
        #expect(!consequence.contains("  \(mutant.name)\n"))
    }

    @Test func `of a requirement shows where it stands, and what is said there`() async throws {
        let page = try await Self.page("requirements", "res-009")
        #expect(page.contains("The scan id in a results body MUST be the id that was asked for"))
        #expect(page.contains("\ncheck   Conformance/Results/Checks/ResultsIdentityCheck.swift\n"))
        #expect(page.contains("\nsource  Conformance/Contract/api.md#ids-in-results, Ids in results\n"))
        #expect(page.contains("\nIds in results, in version 1.1 of the contract:\n  `scan_id` MUST be the id"))
        let cited = try await Self.page("requirements", "ERR-005")
        #expect(cited.contains("\n        RFC 9110 §15.5.6\n"))
    }

    private static func page(_ command: String, _ name: String) async throws -> String {
        let run = try await Executables.run("scan-probe", [command, name])
        #expect(run.status == 0, "\(run.error)")
        return run.output
    }
}
