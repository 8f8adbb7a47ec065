//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing
import Yams

/// The commands of the README have to work.
@Suite(.timeLimit(.minutes(10))) struct `The README` {
    private static let text: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
    }()

    /// Returns the blocks of code in a language.
    private static func blocks(_ language: String) -> [String] {
        let parts = self.text.components(separatedBy: "\n```")
        return parts.filter { $0.hasPrefix("\(language)\n") }.map { String($0.dropFirst(language.count + 1)) }
    }

    @Test func `has YAML that is YAML`() throws {
        let blocks = Self.blocks("yaml")
        #expect(blocks.count >= 3)
        for block in blocks { #expect(try Yams.compose(yaml: block)?.mapping != nil, "\(block)") }
    }

    @Test func `has a workflow for GitHub whose steps run or use something, and keep secrets out of scripts`() throws {
        let block = try #require(Self.blocks("yaml").first { $0.contains("runs-on:") })
        let workflow = try #require(try Yams.compose(yaml: block))
        for key in ["name", "on", "permissions", "jobs"] { #expect(workflow[key] != nil, "\(key)") }
        let jobs = try #require(workflow["jobs"]?.mapping)
        for (_, job) in jobs {
            #expect(job["runs-on"]?.string != nil)
            for step in try #require(job["steps"]?.sequence) {
                #expect((step["run"]?.string == nil) != (step["uses"]?.string == nil))
                #expect(step["run"]?.string?.contains("${{") != true, "an expression in a script is an injection")
            }
        }
    }

    @Test func `has a job for GitLab with a script, an image and artifacts that outlive a failure`() throws {
        let block = try #require(Self.blocks("yaml").first { $0.contains("CI_PIPELINE_SOURCE") })
        let jobs = try #require(try Yams.compose(yaml: block)?.mapping)
        for (_, job) in jobs {
            #expect(job["image"]?.string != nil)
            let script = try #require(job["script"]?.sequence)
            // A colon and a space in a command make a mapping of it.
            #expect((Array(script) + Array(job["before_script"]?.sequence ?? [])).allSatisfy { $0.scalar != nil })
            #expect(job["artifacts"]?["when"]?.string == "always")
        }
    }

    @Test func `uses subcommands and options that scan-probe has`() async throws {
        let blocks = Self.blocks("yaml") + Self.blocks("sh")
        let commands = blocks.joined(separator: "\n").matches(
            of: /scan-probe (run|check|compare|sign|verify) ([^\n#]*)/
        )
        #expect(Set(commands.map(\.output.1)) == ["run", "compare", "sign", "verify"])
        for command in commands {
            let help = try await Executables.run("scan-probe", ["help", String(command.output.1)]).output
            let options = command.output.2.matches(of: /--[a-z-]+/).map { String($0.output) }
            #expect(!options.isEmpty || command.output.1 == "compare", "\(command.output.0)")
            for option in options { #expect(help.contains("\(option) <"), "\(option) in \(command.output.0)") }
        }
    }
}
