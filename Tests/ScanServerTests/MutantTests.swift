//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceMutantList
import Foundation
import ProbeHistory
import ScanMutants
import Testing

@Suite struct `The list of mutants` {
    @Test func `names each mutant once, and requirements by their ids`() throws {
        #expect(Set(Mutant.all.map(\.name)).count == Mutant.all.count)
        #expect(Mutant.all.count > 40)
        for mutant in Mutant.all {
            #expect(mutant.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(mutant.name)")
            #expect(!mutant.violates.isEmpty, "\(mutant.name)")
            #expect(Set(mutant.violates).count == mutant.violates.count, "\(mutant.name)")
            for id in mutant.violates + mutant.consequences {
                #expect(id.wholeMatch(of: /(INIT|STAT|PROG|RES|RATE|ISO|ERR|PERF|TTL|REC|OBS)-\d{3}/) != nil, "\(id)")
            }
        }
    }

    /// One that its group's list does not name would never be served.
    @Test func `has each mutant that is written`() throws {
        let names = Set(Mutant.all.map(\.name))
        let files = FileManager.default.enumerator(at: Self.conformance, includingPropertiesForKeys: nil)
        var written = 0
        var unlisted: [String] = []
        for case let file as URL in files?.allObjects ?? [] where file.path.contains("/Mutants/") {
            guard file.pathExtension == "swift" else { continue }
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: /\bMutant\(\s*name: "([^"]+)"/) {
                let name = String(match.output.1)
                if !names.contains(name) { unlisted.append("\(name) in \(file.lastPathComponent)") }
                written += 1
            }
        }
        #expect(unlisted == [], "name it in the list of its group, which is a file beside it")
        #expect(written > 40)
    }

    @Test func `names the cause of each mutant, which is one of those of what it violates first`() throws {
        for mutant in Mutant.all {
            let requirement = try #require(Catalogue.builtIn[mutant.violates[0]])
            #expect(requirement.causes.contains(mutant.cause), "\(mutant.name): \(mutant.cause)")
        }
    }

    @Test func `has nothing that fails beside what a mutant violates first and that does not follow from it`() {
        for mutant in Mutant.all {
            var following: Set<String> = []
            var open = [mutant.violates[0]]
            while let id = open.popLast() {
                for next in Catalogue.builtIn[id]?.explains ?? [] where following.insert(next).inserted {
                    open.append(next)
                }
            }
            let others = Set(mutant.violates.dropFirst() + mutant.consequences)
            #expect(others.isSubset(of: following), "\(mutant.name): \(others.subtracting(following).sorted())")
        }
    }

    @Test func `has a mutant for every requirement that violates it in every run`() {
        let violated = Set(Mutant.all.flatMap(\.violates))
        for requirement in Catalogue.builtIn.requirements {
            // About what the scan API does not have, a job double is the mutant: see OfferedRequirementTests.
            let needs = Set(
                requirement.needs.compactMap { if case .feature(let feature) = $0 { feature } else { nil } }
            )
            guard needs.isSubset(of: Feature.ofScans.union([.addresses])) else { continue }
            #expect(violated.contains(requirement.id), "\(requirement.id)")
        }
    }

    @Test(
        arguments: [
            (["A", "B"], nil),
            (["A", "B", "C"], nil),
            (["B"], "faulty was not blamed on A"),
            (["A", "B", "D"], "faulty was blamed on D, which it does not violate"),
            (["C", "D"], "faulty was not blamed on A, B, and blamed on D, which it does not violate"),
        ] as [([String], String?)]
    )
    func `tells what is wrong with a blame`(failed: [String], misjudgement: String?) {
        let mutant = MutantDescription(name: "faulty", summary: "", violates: ["A", "B"], consequences: ["C", "A"])
        #expect(mutant.consequences == ["C"])
        #expect(mutant.misjudgement(in: failed)?.description == misjudgement)
    }

    /// A flag that is true with `UPDATE_TABLES=1`: the two tests below then write the files that they compare with.
    private var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_TABLES"] != nil }

    @Test func `stands in Conformance/Guides/mutants.md as it is`() throws {
        let file = Self.conformance.appendingPathComponent("Guides/mutants.md")
        let guide = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(guide.range(of: "| mutant |"))
        let end = guide.range(of: "\n\n", range: start.upperBound..<guide.endIndex)?.lowerBound
        let current = guide.replacingCharacters(
            in: start.lowerBound..<(end ?? guide.endIndex),
            with: Self.table + (end == nil ? "\n" : "")
        )
        if isUpdating {
            try current.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(guide == current, "Scripts/tables writes it")
        }
    }

    @Test func `is the list that the prober has`() throws {
        let mutants = Mutant.all.map(\.description)
        if isUpdating {
            let file = Self.conformance.appendingPathComponent("MutantList/mutants.yaml")
            try MutantList.text(of: mutants).write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(MutantList.all == mutants, "Scripts/tables writes it")
        }
    }

    private static let conformance = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Conformance")

    private static var table: String {
        let head = "| mutant | what it does wrong | fails | may fail as well |\n|---|---|---|---|"
        let rows = Mutant.all.map { mutant in
            let ids = [mutant.violates, mutant.consequences.sorted()].map { $0.joined(separator: ", ") }
            return "| `\(mutant.name)` | \(mutant.summary) | \(ids[0]) | \(ids[1]) |"
        }
        return ([head] + rows).joined(separator: "\n")
    }
}
