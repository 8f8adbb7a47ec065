//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitYAML
import Testing

/// The examples for build servers.
@Suite struct `The guide's jobs for build servers` {
    private static let blocks = Guide.named("probe-a-deployment").blocks("yaml")

    @Test func `include a workflow for GitHub whose steps run or use something, and keep secrets out of scripts`()
        throws
    {
        let block = try #require(Self.blocks.first { $0.contains("runs-on:") })
        let workflow = try #require(try StrictYAML.root(of: block))
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

    @Test func `include a job for GitLab with a script, an image and artifacts that outlive a failure`() throws {
        let block = try #require(Self.blocks.first { $0.contains("CI_PIPELINE_SOURCE") })
        let jobs = try #require(try StrictYAML.root(of: block)?.mapping)
        for (_, job) in jobs {
            #expect(job["image"]?.string != nil)
            let script = try #require(job["script"]?.sequence)
            // A colon and a space in a command make a mapping of it.
            let before = job["before_script"]?.sequence.map(Array.init) ?? []
            #expect((Array(script) + before).allSatisfy { $0.scalar != nil })
            #expect(job["artifacts"]?["when"]?.string == "always")
        }
    }
}
