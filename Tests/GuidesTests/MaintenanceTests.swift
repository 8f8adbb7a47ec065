//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitYAML
import Probe
import Testing

/// The files of `.github`: forms, workflows, and the action that users take four lines for.
@Suite struct `The maintainers' files` {
    /// The YAML files below a folder of `.github`, by path.
    private static func files(below folder: String) -> [String] {
        let root = Guide.root.appending(path: ".github/\(folder)")
        let names = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects ?? []
        return names.compactMap { $0 as? URL }.filter { $0.pathExtension == "yml" }
            .map { $0.path.replacing("\(Guide.root.path)/", with: "") }.sorted()
    }

    private static func yaml(_ path: String) throws -> Node {
        try #require(try StrictYAML.root(of: Guide(path: path).text), "\(path) is empty")
    }

    /// The steps of the jobs of a workflow, or those of an action.
    private static func steps(of file: Node) -> [Node] {
        if let steps = file["runs"]?["steps"]?.sequence { return Array(steps) }
        return file["jobs"]?.mapping?.values.flatMap { $0["steps"]?.sequence.map(Array.init) ?? [] } ?? []
    }

    @Test(arguments: files(below: "workflows") + files(below: "actions"))
    func `have steps that run scripts that are there, without an expression in them`(path: String) throws {
        let steps = Self.steps(of: try Self.yaml(path))
        #expect(!steps.isEmpty)
        for step in steps {
            let run = step["run"]?.string
            #expect((run == nil) != (step["uses"]?.string == nil))
            #expect(run?.contains("${{") != true, "an expression in a script is an injection")
            for script in (run ?? "").matches(of: /(Scripts|\.ci)\/[a-z-]+/).map({ String($0.output.0) }) {
                #expect(
                    FileManager.default.isExecutableFile(atPath: Guide.root.appending(path: script).path),
                    "\(script)"
                )
            }
        }
    }

    @Test func `have an action whose scripts use its inputs, each described, by the environment`() throws {
        let action = try Self.yaml(".github/actions/probe/action.yml")
        let inputs = try #require(action["inputs"]?.mapping)
        let text = Guide(path: ".github/actions/probe/action.yml").text
        for (name, input) in inputs {
            #expect(input["description"]?.string?.isEmpty == false)
            #expect(text.contains("inputs.\(name.string ?? "")"), "\(name.string ?? "") has no effect")
        }
        for step in Self.steps(of: action) where step["run"] != nil { #expect(step["shell"]?.string == "bash") }
    }

    @Test(arguments: files(below: "ISSUE_TEMPLATE").filter { !$0.hasSuffix("config.yml") })
    func `have forms whose fields are labelled`(path: String) throws {
        let form = try Self.yaml(path)
        for key in ["name", "description"] { #expect(form[key]?.string?.isEmpty == false) }
        for field in try #require(form["body"]?.sequence) { #expect(field["attributes"]?["label"]?.string != nil) }
    }

    @Test func `begin the change log with the version of the code`() {
        let versions = Guide(path: ".github/CHANGELOG.md").text.matches(of: /\n## ([^\n]+)/).map { String($0.output.1) }
        #expect(versions.first == ProbeTool.version)
    }

    @Test func `have a licence in each source file`() throws {
        for folder in ["Sources", "Tests", "Conformance"] {
            let files = FileManager.default.enumerator(
                at: Guide.root.appending(path: folder),
                includingPropertiesForKeys: nil
            )
            for case let file as URL in files?.allObjects ?? [] where file.pathExtension == "swift" {
                let start = try String(contentsOf: file, encoding: .utf8).prefix(250)
                #expect(start.contains("SPDX-License-Identifier: Apache-2.0"), "\(file.path)")
            }
        }
    }
}
