//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceContract
import Foundation
import KitYAML
import MarketData
import MarketModel
import Probe
import ProbeHistory
import Testing

/// The YAML and JSON in the guides, read by what reads them for users.
@Suite struct `The files in the guides` {
    private static let ids = Catalogue.builtIn.requirements.map(\.id)
    private static let ownProfile = Guide.named("describe-your-api")

    @Test(arguments: Guide.all)
    func `are YAML, and known failures where they list requirements`(guide: Guide) throws {
        for block in guide.blocks("yaml") {
            let mapping = try #require(try StrictYAML.root(of: block)?.mapping, "\(block)")
            let keys = Array(mapping.keys).compactMap(\.string)
            guard keys.allSatisfy({ $0.contains(/^[A-Z]+-\d+$/) }) else { continue }
            let list = try KnownFailure.list(yaml: block, fileName: guide.path, ids: Self.ids)
            #expect(list.map(\.id) == keys)
        }
        for block in guide.blocks("json") {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(block.utf8)) }
        }
    }

    @Test func `include known failures, a profile, portfolios, and jobs for two build servers`() {
        #expect(Guide.named("probe-a-deployment").blocks("yaml", below: "Known failures").count == 1)
        #expect(Self.ownProfile.blocks("yaml", below: "A whole profile").count == 1)
        #expect(Self.portfolios.count == 2)
        #expect(Guide.all.flatMap { $0.blocks("yaml") }.count >= 20)
    }

    @Test func `have a whole profile of twelve lines`() throws {
        let text = try #require(Self.ownProfile.blocks("yaml").first)
        #expect(text.split(separator: "\n").count == 12)
        let profile = try Profile(yaml: text, fileName: "exports.yaml")
        #expect(profile.name == "exports")
    }

    @Test(arguments: ownProfile.blocks("yaml").dropFirst())
    func `have examples of keys that can be put into that profile`(example: String) throws {
        let whole = try #require(Self.ownProfile.blocks("yaml").first)
        let keys = Set(try #require(try StrictYAML.root(of: example)?.mapping).keys.compactMap(\.string))
        // Each line of the profile is one key.
        let others = whole.split(separator: "\n").filter { line in !keys.contains(String(line.prefix { $0 != ":" })) }
        let text = others.joined(separator: "\n") + "\n" + example
        #expect(throws: Never.self) { try Profile(yaml: text, fileName: "exports.yaml") }
    }

    @Test func `explain each key that a profile has, and each feature`() throws {
        let text = "name: x\nsummery: y\n"
        let problem = try #require(throws: ProbeFailure.self) { try Profile(yaml: text, fileName: "x.yaml") }
        #expect("\(problem)".contains("unknown key `summery`"))
        let titles = Self.ownProfile.sections.map(\.title).joined(separator: " ")
        for name in Profile.builtInNames {
            let profile = try #require(try Profile.builtInText(name).flatMap { try StrictYAML.root(of: $0)?.mapping })
            for key in profile.keys.compactMap(\.string) { #expect(titles.contains("`\(key)`"), "\(key)") }
        }
        let offers = try #require(Self.ownProfile.sections.first { $0.title == "`offers`" }).text
        for feature in Feature.allCases { #expect(offers.contains("| `\(feature.rawValue)` |"), "\(feature)") }
    }

    /// A file that is not built in is read by nobody.
    @Test(arguments: [("Plans", Plan.builtInNames), ("Profiles", Profile.builtInNames)])
    func `are about plans and profiles that are built in, each with its file`(folder: String, names: [String]) throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Guide.root.appending(path: "Conformance/\(folder)").path
        )
        let written = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        let lacking = Set(written).symmetricDifference(names).sorted()
        #expect(lacking == [], "name it in Package.swift and in Conformance/\(folder)/BuiltIn\(folder).swift")
    }

    @Test func `name the built-in plans and profiles in their tables`() throws {
        for (guide, title, names) in [
            (Guide.named("probe-a-deployment"), "Plans", Plan.builtInNames),
            (Self.ownProfile, "Built-in profiles", Profile.builtInNames),
        ] {
            let text = try #require(guide.sections.first { $0.title == title }).text
            let rows = text.matches(of: /(?m)^\| `([a-z0-9-]+)`/).map { String($0.output.1) }
            let lacking = Set(rows).symmetricDifference(names).sorted()
            #expect(lacking == [], "a row each below “\(title)” of \(guide.path)")
            #expect(rows.count == names.count)
        }
    }

    private static let portfolios = Guide.named("operate-the-reference-server").blocks("yaml").filter {
        $0.contains("holdings:")
    }

    @Test func `have portfolios that the server reads`() throws {
        for block in Self.portfolios {
            // One user's portfolio, or a file of several users.
            let isOfUsers = block.contains("@")
            let lines = block.split(separator: "\n").map { "  \($0)" }
            let text = isOfUsers ? block : "me:\n" + lines.joined(separator: "\n")
            let portfolios = try PortfolioFile(yaml: text, named: "portfolios.yaml").portfolios
            #expect(portfolios[isOfUsers ? "ann@example.com" : "me"]?.holdings.count == 2)
        }
    }
}
