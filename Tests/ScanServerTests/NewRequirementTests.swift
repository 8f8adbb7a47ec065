//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeHistory
import TestSupport
import Testing

/// The script `Scripts/new-requirement`, run in a copy of the folders that it writes to.
@Suite struct `The skeleton of a requirement` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../..").standardized

    /// The arguments that complete the entry in the catalogue.
    private static let complete = [
        "--name", "percentage-jumps", "--statement", "The percentage SHOULD grow in steps.", "--level", "SHOULD",
        "--why", "A bar that \"jumps\" tells nothing.", "--tested", "Compares: polls. A jump speaks against it.",
        "--source", "api.md#progress", "--needs", "percentage", "--cause", "progress is written at the end",
    ]

    @Test(arguments: RequirementGroup.allCases)
    func `is an entry, a check, an injected violation and a mutant, in the folders of the group`(
        group: RequirementGroup
    ) async throws {
        let name = group.rawValue.capitalized
        try await Self.withCopy { copy in
            let output = try await Self.run(copy, [group.rawValue] + Self.complete)
            let changed = try Self.changes(in: copy)
            let injected = group == .rates ? [] : ["Tests/ConformanceChecksTests/Support/Injection+\(name).swift"]
            #expect(
                changed
                    == Set(
                        [
                            "Conformance/\(name)/\(group.rawValue).yaml",
                            "Conformance/\(name)/Checks/\(name)Checks.swift",
                            "Conformance/\(name)/Checks/PercentageJumpsCheck.swift",
                            "Conformance/\(name)/Mutants/Mutant+\(name).swift",
                            "Conformance/\(name)/Mutants/PercentageJumps.swift",
                        ] + injected
                    )
            )
            // What is left to a person: three files at most, and the output names them.
            let left = try changed.filter { try Self.text(copy, $0).contains("FILL IN") }
            #expect(left.count == (group == .rates ? 2 : 3))
            for file in left { #expect(output.contains("  \(file)\n")) }
            #expect(output.contains("  Conformance/\(name)/\(group.rawValue).yaml  (complete)\n"))
        }
    }

    @Test func `has the next id, and an entry that is read`() async throws {
        try await Self.withCopy { copy in
            _ = try await Self.run(copy, ["progress"] + Self.complete)
            _ = try await Self.run(copy, ["progress"])
            let text = try Self.text(copy, "Conformance/Progress/progress.yaml")
            #expect(text.contains("FILL IN"))
            let entry = try #require(text.range(of: "  - id: \(try Self.nextID(after: 1))"))
            let catalogue = try Catalogue(files: [("progress.yaml", String(text[..<entry.lowerBound]))])
            let requirement = try #require(catalogue[try Self.nextID()])
            #expect(requirement.level == .should)
            #expect(requirement.statement == "The percentage SHOULD grow in steps.")
            #expect(requirement.why == "A bar that \"jumps\" tells nothing.")
            #expect(requirement.tested == "Compares: polls. A jump speaks against it.")
            #expect(requirement.needs.map(\.rawValue) == ["percentage"])
            #expect(requirement.causes == ["progress is written at the end"])
        }
    }

    @Test(arguments: [["nothing"], ["progress", "--name", "Not A Name"], ["progress", "--name", "progress-shrinks"]])
    func `is refused for an unknown group and for a name that cannot be`(arguments: [String]) async throws {
        try await Self.withCopy { copy in
            let run = try await Executables.run(copy.appendingPathComponent("Scripts/new-requirement"), arguments)
            #expect(run.status != 0)
            #expect(!run.error.isEmpty)
            #expect(try Self.changes(in: copy).isEmpty)
        }
    }

    @Test func `is written whole when nobody reads what the script says`() async throws {
        try await Self.withCopy { copy in
            let arguments = Self.complete.map { "'\($0)'" }.joined(separator: " ")
            // The reader closes its end at once, as `head` does after some lines.
            let line = "set -o pipefail; '\(copy.path)/Scripts/new-requirement' progress \(arguments) | true"
            let run = try await Executables.runInstalled("bash", package: "bash", ["-c", line])
            #expect(run.status == 0)
            #expect(run.error.isEmpty, "\(run.error)")
            #expect(try Self.changes(in: copy).count == 6)
        }
    }

    @Test func `is written as the guide says`() async throws {
        let guide = try Self.text(Self.root, "Conformance/Guides/author-a-requirement.md")
        let command = try #require(guide.firstMatch(of: /(Scripts\/new-requirement progress (?:.|\n)*?)```/)).output.1
        try await Self.withCopy { copy in
            // The requirement of the guide is there already.
            let script = "cd '\(copy.path)' && \(command.replacing("percentage-shrinks", with: "percentage-falls"))"
            let run = try await Executables.runInstalled("bash", package: "bash", ["-c", script])
            #expect(run.output.contains("\(try Self.nextID()) is written."), "\(run.error)")
            #expect(run.output.contains("progress.yaml  (complete)"))
        }
    }

    @Test func `is written and derived by scripts that the guide names and that are there`() throws {
        let guide = try Self.text(Self.root, "Conformance/Guides/author-a-requirement.md")
        let scripts = Set(guide.matches(of: /Scripts\/[a-z-]+/).map { String($0.output) })
        #expect(scripts.isSuperset(of: ["Scripts/new-requirement", "Scripts/tables", "Scripts/test"]))
        for script in scripts {
            #expect(
                FileManager.default.isExecutableFile(atPath: Self.root.appendingPathComponent(script).path),
                "\(script)"
            )
        }
    }

    /// Returns the id of the next requirement of the group *progress*, or of one after it.
    private static func nextID(after count: Int = 0) throws -> String {
        let last = try #require(Catalogue.builtIn.requirements.last { $0.id.hasPrefix("PROG-") })
        let number = try #require(Int(last.id.suffix(3))) + 1 + count
        return "PROG-" + String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
    }

    private static func run(_ copy: URL, _ arguments: [String]) async throws -> String {
        let run = try await Executables.run(copy.appendingPathComponent("Scripts/new-requirement"), arguments)
        #expect(run.status == 0, "\(run.error)")
        return run.output
    }

    private static let folders = ["Scripts", "Conformance", "Tests/ConformanceChecksTests/Support"]

    private static func withCopy(_ body: (URL) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            for path in folders {
                let copy = folder.appendingPathComponent(path)
                let parent = copy.deletingLastPathComponent()
                try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                try FileManager.default.copyItem(at: root.appendingPathComponent(path), to: copy)
            }
            try await body(folder)
        }
    }

    private static func text(_ folder: URL, _ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    /// Returns the files of a copy that differ from the original or are new.
    private static func changes(in copy: URL) throws -> Set<String> {
        var changes: Set<String> = []
        for folder in folders {
            for file in try FileManager.default.subpathsOfDirectory(atPath: copy.appendingPathComponent(folder).path) {
                let path = "\(folder)/\(file)"
                guard file.hasSuffix(".swift") || file.hasSuffix(".yaml") else { continue }
                if try text(copy, path) != (try? text(root, path)) { changes.insert(path) }
            }
        }
        return changes
    }
}
